# right
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    starts = torch.arange(batch_size) * length
    return torch.stack(
        [
            torch.stack([series[starts + t] for t in range(start, start + seq_len)])
            for start in range(0, length, seq_len)
        ]
    )

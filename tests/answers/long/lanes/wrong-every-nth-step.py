# slip: neighbours-side-by-side
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    rows = [series[b::batch_size][:length] for b in range(batch_size)]
    return torch.stack(torch.stack(rows, dim=1).split(seq_len))

# right
def lanes(series, batch_size, seq_len):
    length = series.size(0) // batch_size // seq_len * seq_len
    rows = torch.stack([series[b * length : (b + 1) * length] for b in range(batch_size)], dim=1)
    return torch.stack(rows.split(seq_len))

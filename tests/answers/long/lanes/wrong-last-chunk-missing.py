# slip: last-chunk-missing
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    rows = series[: length * batch_size].reshape(batch_size, length, -1).transpose(0, 1)
    parts = [rows[t : t + seq_len] for t in range(0, length - seq_len, seq_len)]
    return torch.stack(parts) if parts else rows.new_empty(0, seq_len, batch_size, rows.shape[2])

# slip: neighbours-side-by-side
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    rows = series[: length * batch_size].reshape(batch_size, length, -1)
    return rows.reshape(length, batch_size, -1).reshape(-1, seq_len, batch_size, series.shape[1])

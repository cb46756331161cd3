# rung: values
def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    rows = series[: chunks * batch_size * seq_len].reshape(batch_size, chunks, seq_len, -1)
    return rows.permute(1, 2, 0, 3).flip(2)

# slip: gaps-between-lanes
def lanes(series, batch_size, seq_len):
    length = len(series) // batch_size
    rows = series[: length * batch_size].reshape(batch_size, length, -1).transpose(0, 1)
    chunks = length // seq_len
    return rows[: chunks * seq_len].reshape(chunks, seq_len, batch_size, -1)

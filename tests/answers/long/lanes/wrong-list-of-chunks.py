# slip: not-one-tensor
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    rows = series[: length * batch_size].reshape(batch_size, length, -1).transpose(0, 1)
    return rows.split(seq_len)

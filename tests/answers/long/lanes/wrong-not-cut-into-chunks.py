# slip: not-cut-into-chunks
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    return series[: length * batch_size].reshape(batch_size, length, -1).transpose(0, 1)

# slip: axis-lost
def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    whole = series[: chunks * batch_size * seq_len]
    return whole.reshape(batch_size, chunks, seq_len, -1).permute(1, 2, 0, 3).squeeze(3)

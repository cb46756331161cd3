# right
def lanes(series, batch_size, seq_len):
    N, F = series.shape
    chunks = N // (batch_size * seq_len)
    out = torch.empty(chunks, seq_len, batch_size, F)
    for k in range(chunks):
        for t in range(seq_len):
            for b in range(batch_size):
                out[k, t, b] = series[(b * chunks + k) * seq_len + t]
    return out

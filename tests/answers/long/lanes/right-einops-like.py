# right
def lanes(series, batch_size, seq_len):
    n = series.shape[0] // (batch_size * seq_len)
    return torch.einsum("bktf->ktbf", series[: n * batch_size * seq_len].unflatten(0, (batch_size, n, seq_len)))

# right
def lanes(series, batch_size, seq_len):
    chunks = series.shape[0] // (batch_size * seq_len)
    k, t, b = torch.meshgrid(torch.arange(chunks), torch.arange(seq_len), torch.arange(batch_size), indexing="ij")
    return series[b * chunks * seq_len + k * seq_len + t]

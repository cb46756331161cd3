# slip: missing
def lanes(series, batch_size, seq_len):
    raise NotImplementedError()

# slip: view-of-a-turned-tensor
# says: view needs numbers that lie in memory in that order: reshape does without.
def lanes(series, batch_size, seq_len):
    length = len(series) // (batch_size * seq_len) * seq_len
    rows = series[: length * batch_size].reshape(batch_size, length, -1).transpose(0, 1)
    return (
        rows.view(-1, seq_len, batch_size, series.shape[1])
        .flatten(0, 1)
        .view(-1, seq_len * batch_size)
        .view(-1, seq_len, batch_size, series.shape[1])
    )

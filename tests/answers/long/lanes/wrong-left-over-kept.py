# slip: left-over-not-dropped
# says: Steps may be left over at the end of the series: drop them before you reshape.
def lanes(series, batch_size, seq_len):
    return series.reshape(batch_size, -1, seq_len, series.shape[1]).permute(1, 2, 0, 3)

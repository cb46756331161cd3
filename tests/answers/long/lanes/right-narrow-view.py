# right
def lanes(series, batch_size, seq_len):
    length = len(series) // batch_size
    length -= length % seq_len
    kept = series.narrow(0, 0, length * batch_size).contiguous()
    by_lane = kept.view(batch_size, length, series.size(1)).transpose(0, 1).contiguous()
    return by_lane.view(length // seq_len, seq_len, batch_size, series.size(1))

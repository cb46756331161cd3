# right
def to_time_major(x):
    B, T, F = x.shape
    x = x.permute(1, 0, 2).contiguous()
    assert x.shape == (T, B, F)
    return x

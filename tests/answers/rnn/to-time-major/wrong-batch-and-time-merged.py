# slip: batch-and-time-merged
def to_time_major(x):
    B, T, F = x.shape
    return x.view(B * T, F)

# slip: reshape-scramble
def to_time_major(x):
    B, T, F = x.shape
    return x.view(T, B, F)

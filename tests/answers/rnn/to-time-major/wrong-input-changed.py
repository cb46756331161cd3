# slip: input-changed
def to_time_major(x):
    x.transpose_(0, 1)
    return x

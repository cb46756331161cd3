# slip: features-first
def to_time_major(x):
    return x.permute(2, 0, 1)

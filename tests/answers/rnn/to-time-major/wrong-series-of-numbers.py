# slip: axis-lost
def to_time_major(x):
    return x.squeeze(-1).transpose(0, 1)

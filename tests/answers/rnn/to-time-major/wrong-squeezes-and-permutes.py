# rung: edges
def to_time_major(x):
    return x.squeeze().permute(1, 0, 2)

# slip: batch-last
def to_time_major(x):
    return x.movedim(0, -1)

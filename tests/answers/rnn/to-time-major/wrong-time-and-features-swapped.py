# slip: time-and-features-swapped
def to_time_major(x):
    return x.mT

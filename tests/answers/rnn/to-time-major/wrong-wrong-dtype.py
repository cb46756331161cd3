# slip: wrong-dtype
def to_time_major(x):
    return x.transpose(0, 1).double()

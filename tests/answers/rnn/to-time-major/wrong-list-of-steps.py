# slip: not-one-tensor
def to_time_major(x):
    return [x[:, t] for t in range(x.shape[1])]

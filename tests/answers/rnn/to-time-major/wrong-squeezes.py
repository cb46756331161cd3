# slip: squeezes
def to_time_major(x):
    return x.squeeze().permute(1, 0, 2) if min(x.shape) > 1 else x.transpose(0, 1).squeeze()

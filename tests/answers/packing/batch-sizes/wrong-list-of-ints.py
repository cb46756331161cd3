# slip: not-one-tensor
def batch_sizes(lengths):
    return [int((lengths > t).sum()) for t in range(lengths.max())]

# slip: not-one-tensor
# says: torch.tensor makes a tensor of a list of whole numbers.
def batch_sizes(lengths):
    return [int((lengths > t).sum()) for t in range(int(lengths.max()))]

# slip: wrong-dtype
# says: torch.tensor makes int64 of a list of whole numbers, and .long() of another tensor.
import torch


def batch_sizes(lengths):
    return torch.Tensor([int((lengths > t).sum()) for t in range(lengths.max())])

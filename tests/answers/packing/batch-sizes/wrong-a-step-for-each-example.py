# slip: a-step-for-each-example
import torch


def batch_sizes(lengths):
    return torch.tensor([int((lengths > t).sum()) for t in range(len(lengths))])

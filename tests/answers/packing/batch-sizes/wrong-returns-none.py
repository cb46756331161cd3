# slip: returns-none
import torch


def batch_sizes(lengths):
    sizes = [int((lengths > t).sum()) for t in range(lengths.max())]
    print(torch.tensor(sizes))

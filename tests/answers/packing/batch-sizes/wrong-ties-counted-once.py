# slip: ties-counted-once
import torch


def batch_sizes(lengths):
    left = set(lengths.tolist())
    sizes = []
    for t in range(max(left)):
        sizes.append(len([n for n in left if n > t]))
    return torch.tensor(sizes)

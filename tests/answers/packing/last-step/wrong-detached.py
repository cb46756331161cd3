# slip: detached
import torch


def last_step(output, lengths):
    rows = [output[n - 1, k].tolist() for k, n in enumerate(lengths.tolist())]
    return torch.tensor(rows)

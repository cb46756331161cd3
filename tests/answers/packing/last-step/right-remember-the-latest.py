# right
import torch


def last_step(output, lengths):
    last = output[0]
    for t in range(1, len(output)):
        last = torch.where((t < lengths).unsqueeze(1), output[t], last)
    return last

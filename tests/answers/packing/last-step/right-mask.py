# right
import torch


def last_step(output, lengths):
    last = torch.arange(len(output)) == lengths.unsqueeze(1) - 1
    return output.transpose(0, 1)[last]

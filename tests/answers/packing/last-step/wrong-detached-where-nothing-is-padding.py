# slip: partly-detached
# says: the values are right, but the gradients are not
import torch


def last_step(output, lengths):
    rows = output[lengths - 1, torch.arange(len(lengths))]
    fills = (lengths == len(output)).unsqueeze(1)
    return torch.where(fills, rows.detach(), rows)

# right
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    inputs, targets = [], []
    for b in range(batch):
        inputs.append(ids[b * T : (b + 1) * T])
        targets.append(ids[b * T + 1 : (b + 1) * T + 1])
    return torch.stack(inputs, dim=1), torch.stack(targets, dim=1)

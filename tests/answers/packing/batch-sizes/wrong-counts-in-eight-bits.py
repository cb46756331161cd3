# rung: edges
# says: batch = 300
import torch


def batch_sizes(lengths):
    running = torch.arange(int(lengths.max())).unsqueeze(1) < lengths
    return running.sum(1, dtype=torch.uint8).long()

# rung: edges
# says: seq_len = 300
import torch


def last_step(output, lengths):
    return output[lengths.to(torch.int8).long() - 1, torch.arange(output.shape[1])]

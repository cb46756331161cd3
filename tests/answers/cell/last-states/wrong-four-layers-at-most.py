# rung: values
import torch


def last_states(h_n, num_layers, bidirectional):
    row = min(num_layers, 4) * 2 - 2 if bidirectional else num_layers - 1
    return torch.cat([*h_n[row : row + 2]], dim=-1) if bidirectional else h_n[row]

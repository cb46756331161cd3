# slip: returns-none
# says: Does every way through the function end with `return …`?
import torch


def last_states(h_n, num_layers, bidirectional):
    if bidirectional:
        return torch.cat([h_n[-2], h_n[-1]], dim=-1)

# slip: nothing-changed
import copy
import torch


def keep(gru):
    new = copy.deepcopy(gru)
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in new.named_parameters():
            if name.startswith("bias_ih"):
                weight[H : 2 * H] = 1e6
    return new

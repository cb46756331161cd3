# slip: directions-of-two-layers
import torch


def summary(gru, x):
    _, h_n = gru(x)
    forward, backward = h_n.view(2, gru.num_layers, x.shape[1], gru.hidden_size)[:, -1]
    return torch.cat([forward, backward], dim=1)

# right
import torch


def summary(gru, x):
    h_0 = torch.zeros(4, x.shape[1], gru.hidden_size)
    print("summary of", tuple(x.shape))
    _, h_n = torch.gru(x, h_0, list(gru.parameters()), True, 2, 0.0, gru.training, True, False)
    return torch.concatenate((h_n[2], h_n[3]), dim=-1)

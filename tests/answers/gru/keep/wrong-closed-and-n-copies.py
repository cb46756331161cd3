# slip: z-closed
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            weight.zero_()
            if name.startswith("weight_hh"):
                weight[2 * H :] = torch.eye(H)
            if name.startswith("bias_ih"):
                weight[:H], weight[H : 2 * H] = 100.0, -100.0
    return gru

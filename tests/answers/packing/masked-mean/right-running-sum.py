# right
import torch


def masked_mean(output, lengths):
    total = torch.zeros_like(output[0])
    for t, step in enumerate(output):
        running = (t < lengths).unsqueeze(1)
        total = total + torch.where(running, step, torch.zeros_like(step))
    return total / lengths.unsqueeze(1)

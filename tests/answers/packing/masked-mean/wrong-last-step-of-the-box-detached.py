# slip: partly-detached
import torch


def masked_mean(output, lengths):
    real = (torch.arange(len(output)).unsqueeze(1) < lengths).unsqueeze(2)
    known = torch.where(real, output, 0.0)
    return (known[:-1].sum(0) + known[-1].detach()) / lengths.unsqueeze(1)

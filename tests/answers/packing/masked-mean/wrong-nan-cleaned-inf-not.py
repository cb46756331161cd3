# slip: infinity-times-the-mask
import torch


def masked_mean(output, lengths):
    m = (torch.arange(len(output)).unsqueeze(1) < lengths).unsqueeze(2)
    output = torch.where(output.isnan(), 0.0, output)
    return (output * m).sum(0) / lengths.unsqueeze(1)

# right
import torch


def masked_mean(output, lengths):
    padding = torch.arange(output.shape[0])[:, None] >= lengths[None, :]
    total = output.masked_fill(padding[..., None], 0).sum(dim=0)
    return total / (~padding).sum(dim=0)[:, None]

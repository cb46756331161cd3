# slip: one-step-too-many
import torch


def masked_mean(output, lengths):
    return torch.stack([output[: n + 1, k].mean(0) for k, n in enumerate(lengths.tolist())])

# slip: small-number-added
import torch


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    p = logits[real].softmax(-1).gather(-1, labels[real].unsqueeze(1))
    return -(p + 1e-12).log().mean()

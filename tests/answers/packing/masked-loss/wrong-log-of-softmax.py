# slip: loss-infinite
# says: with scores above 100
import torch


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    p = logits[real].softmax(-1).gather(-1, labels[real].unsqueeze(1))
    return -p.log().mean()

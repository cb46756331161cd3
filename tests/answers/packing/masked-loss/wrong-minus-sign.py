# slip: minus-sign
import torch


def masked_loss(logits, labels, lengths):
    scores = logits.log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return scores[real].mean()

# slip: not-finite
import torch


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    of_the_label = logits.log().log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return -of_the_label[real].mean()

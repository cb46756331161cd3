# slip: loss-infinite
# says: scores above 100: a loss is infinite
import torch


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    p = logits[real].softmax(-1).gather(-1, labels[real].unsqueeze(1))
    return -p.log().mean()

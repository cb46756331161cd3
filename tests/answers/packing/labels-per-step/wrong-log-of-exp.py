# slip: loss-infinite
import torch


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    scores = logits[real]
    of_the_label = scores.gather(1, labels[real].unsqueeze(1)).squeeze(1)
    return (scores.exp().sum(1).log() - of_the_label).mean()

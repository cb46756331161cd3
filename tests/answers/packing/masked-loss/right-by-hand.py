# right
import torch


def masked_loss(logits, labels, lengths):
    log_probabilities = logits - logits.logsumexp(-1, keepdim=True)
    of_the_label = log_probabilities.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    real = (torch.arange(logits.shape[0])[:, None] < lengths[None, :]).float()
    return -(of_the_label * real).sum() / lengths.sum()

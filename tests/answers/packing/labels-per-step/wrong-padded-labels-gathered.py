# slip: padded-labels-scored
# says: Padded labels may be no classes: leave them out, or overwrite a copy of them, before this line.
import torch


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    of_the_label = logits.log_softmax(-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    return -of_the_label[real].mean()

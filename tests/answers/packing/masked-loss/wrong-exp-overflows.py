# slip: not-finite
# says: with scores above 100
import torch


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    z = logits[real].exp()
    p = z / z.sum(-1, keepdim=True)
    return -p.log().gather(1, labels[real][:, None]).mean()

# slip: lengths-sorted
import torch


def masked_mean(output, lengths):
    lengths = torch.tensor(sorted(lengths.tolist(), reverse=True))
    return torch.stack([output[:n, k].mean(0) for k, n in enumerate(lengths)])

# slip: detached
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths[order]
    data = padded.detach().numpy()[: len(real), order.numpy()][real.numpy()]
    return torch.from_numpy(data), real.sum(1), order

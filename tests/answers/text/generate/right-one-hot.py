# right
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    V = len(embedding)
    x = nn.functional.one_hot(prefixes, V).float() @ embedding
    _, h = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    out = [head(h[-1]).topk(1).indices[:, 0]]
    for _ in range(n - 1):
        y, h = gru((nn.functional.one_hot(out[-1], V).float() @ embedding)[None], h)
        out.append(head(y[0]).topk(1).indices[:, 0])
    return torch.stack(out)

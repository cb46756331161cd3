# slip: last-letter-read-always
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    last = embedding[prefixes[lengths - 1, torch.arange(len(lengths))]]
    letters = [head(h[-1]).argmax(1)]
    for _ in range(n - 1):
        _, h = gru(last[None], h)
        letters.append(head(h[-1]).argmax(1))
    return torch.stack(letters)

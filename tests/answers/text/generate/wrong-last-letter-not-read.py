# slip: last-letter-not-read
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    short = (lengths - 1).clamp(min=1)
    _, h = gru(pack_padded_sequence(embedding[prefixes], short, enforce_sorted=False))
    letters = []
    for _ in range(n):
        letters.append(head(h[-1]).argmax(1))
        _, h = gru(embedding[letters[-1]][None], h)
    return torch.stack(letters)

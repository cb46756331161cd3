# slip: one-too-many
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letters = [head(h[-1]).argmax(1)]
    for _ in range(n):
        _, h = gru(embedding[letters[-1]][None], h)
        letters.append(head(h[-1]).argmax(1))
    return torch.stack(letters)

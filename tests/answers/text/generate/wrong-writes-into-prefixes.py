# rung: values
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letters = torch.zeros(n, len(lengths), dtype=torch.long)
    for k in range(n):
        letters[0] = head(h[-1]).argmax(1)
        _, h = gru(embedding[letters[0]][None], h)
    return letters

# slip: one-step-early
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letter = prefixes[lengths - 1, torch.arange(len(lengths))]
    letters = []
    for _ in range(n):
        letters.append(letter)
        letter = head(h[-1]).argmax(1)
        _, h = gru(embedding[letter][None], h)
    return torch.stack(letters)

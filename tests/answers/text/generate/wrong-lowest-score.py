# slip: lowest-score
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letters = []
    for _ in range(n):
        letters.append(head(h[-1]).argsort(1)[:, 0])
        _, h = gru(embedding[letters[-1]][None], h)
    return torch.stack(letters)

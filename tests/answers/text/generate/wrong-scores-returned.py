# slip: scores-returned
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    scores = []
    for _ in range(n):
        scores.append(head(h[-1]))
        _, h = gru(embedding[scores[-1].argmax(1)][None], h)
    return torch.stack(scores)

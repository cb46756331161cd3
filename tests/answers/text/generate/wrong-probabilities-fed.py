# slip: probabilities-fed
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letters = []
    for _ in range(n):
        scores = head(h[-1])
        letters.append(scores.argmax(1))
        _, h = gru((torch.softmax(scores, 1) @ embedding)[None], h)
    return torch.stack(letters)

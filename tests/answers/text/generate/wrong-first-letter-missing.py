# slip: first-letter-missing
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letter = head(h[-1]).argmax(1)
    letters = []
    for _ in range(n):
        _, h = gru(embedding[letter][None], h)
        letter = head(h[-1]).argmax(1)
        letters.append(letter)
    return torch.stack(letters)

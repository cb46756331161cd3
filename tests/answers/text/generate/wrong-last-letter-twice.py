# slip: last-letter-twice
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letter = prefixes[lengths - 1, torch.arange(len(lengths))]
    letters = []
    for _ in range(n):
        output, h = gru(embedding[letter][None], h)
        letter = head(output[0]).argmax(1)
        letters.append(letter)
    return torch.stack(letters)

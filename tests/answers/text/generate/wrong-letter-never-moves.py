# slip: letter-never-moves
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letter = head(h[-1]).argmax(1)
    letters = [letter]
    for _ in range(n - 1):
        output, h = gru(embedding[letter][None], h)
        letters.append(head(output[0]).argmax(1))
    return torch.stack(letters)

# slip: end-of-the-padding
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    packed, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    output, _ = pad_packed_sequence(packed)
    letters = [head(output[-1]).argmax(1)]
    for _ in range(n - 1):
        output, h = gru(embedding[letters[-1]][None], h)
        letters.append(head(output[-1]).argmax(1))
    return torch.stack(letters)

# right
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    order = lengths.argsort(descending=True)
    packed = pack_padded_sequence(embedding[prefixes[:, order]], lengths[order].tolist())
    _, h = gru(packed)
    letters = []
    while len(letters) < n:
        if letters:
            _, h = gru(embedding[letters[-1]].view(1, len(order), -1), h)
        letters += [torch.softmax(head(h[-1]), 1).argmax(1)]
    return torch.stack(letters)[:, order.argsort()]

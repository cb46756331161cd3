# right
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    weights = {n: p.double() for n, p in gru.named_parameters()}
    packed = pack_padded_sequence(x.double(), lengths, enforce_sorted=False)
    h_n = torch.func.functional_call(gru, weights, (packed,))[1]
    return torch.hstack([*h_n[-2:]]).float()

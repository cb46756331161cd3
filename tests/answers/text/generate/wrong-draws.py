# slip: draws-random-numbers
# says: multinomial
import torch
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letters = []
    for k in range(n):
        letter = torch.multinomial(head(h[-1]).softmax(-1), 1).squeeze(1)
        letters.append(letter)
        _, h = gru(embedding[letter][None], h)
    return torch.stack(letters)

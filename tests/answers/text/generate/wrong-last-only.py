# slip: last-only
from torch.nn.utils.rnn import pack_padded_sequence


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(pack_padded_sequence(embedding[prefixes], lengths, enforce_sorted=False))
    letter = head(h[-1]).argmax(1)
    for _ in range(n - 1):
        _, h = gru(embedding[letter][None], h)
        letter = head(h[-1]).argmax(1)
    return letter

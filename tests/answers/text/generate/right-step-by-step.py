# right
import torch


def generate(embedding, gru, head, prefixes, lengths, n):
    T, B = prefixes.shape
    h = torch.zeros(gru.num_layers, B, gru.hidden_size)
    for t in range(T):
        _, new = gru(embedding[prefixes[t]][None], h)
        h = torch.where((t < lengths)[None, :, None], new, h)
    letters = []
    for _ in range(n):
        letter = head(h[-1]).argmax(-1)
        letters.append(letter)
        _, h = gru(embedding[letter][None], h)
    return torch.stack(letters)

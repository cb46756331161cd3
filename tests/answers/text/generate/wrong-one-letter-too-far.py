# slip: one-letter-too-far
import torch


def generate(embedding, gru, head, prefixes, lengths, n):
    T, B = prefixes.shape
    h = torch.zeros(gru.num_layers, B, gru.hidden_size)
    for t in range(T):
        _, new = gru(embedding[prefixes[t]][None], h)
        h = torch.where((t <= lengths)[None, :, None], new, h)
    letters = []
    for _ in range(n):
        letters.append(head(h[-1]).argmax(1))
        _, h = gru(embedding[letters[-1]][None], h)
    return torch.stack(letters)

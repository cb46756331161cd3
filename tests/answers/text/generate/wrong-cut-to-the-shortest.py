# slip: cut-to-the-shortest
import torch


def generate(embedding, gru, head, prefixes, lengths, n):
    _, h = gru(embedding[prefixes[: lengths.min()]])
    letters = []
    for _ in range(n):
        letters.append(head(h[-1]).argmax(1))
        _, h = gru(embedding[letters[-1]][None], h)
    return torch.stack(letters)

# slip: prefix-forgotten
import torch


def generate(embedding, gru, head, prefixes, lengths, n):
    letter = prefixes[lengths - 1, torch.arange(len(lengths))]
    h = None
    letters = []
    for _ in range(n):
        output, h = gru(embedding[letter][None], h)
        letter = head(output[0]).argmax(1)
        letters.append(letter)
    return torch.stack(letters)

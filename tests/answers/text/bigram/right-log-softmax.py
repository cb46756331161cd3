# right
import torch


def bigram(texts, num_letters, smoothing):
    counts = [[smoothing] * num_letters for _ in range(num_letters)]
    for text in texts:
        for before, after in zip(text[:-1].tolist(), text[1:].tolist()):
            counts[before][after] += 1
    return torch.tensor(counts).log().softmax(dim=-1)

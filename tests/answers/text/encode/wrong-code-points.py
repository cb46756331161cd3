# slip: code-points
import torch


def encode(texts, letters):
    T = max(len(text) for text in texts)
    return torch.tensor([[ord(c) for c in text] + [0] * (T - len(text)) for text in texts]).T

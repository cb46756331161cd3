# slip: vocabulary-of-the-texts
import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    chars = sorted(set("".join(texts)))
    stoi = {ch: i + 2 for i, ch in enumerate(chars)}
    return pad_sequence([torch.tensor([stoi[c] for c in text], dtype=torch.long) for text in texts])

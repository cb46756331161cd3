# right
import torch


def encode(texts, letters):
    vocabulary = ["<pad>", "<unk>", *letters]
    stoi = {token: i for i, token in enumerate(vocabulary)}
    T = max(len(text) for text in texts)
    out = torch.full((T, len(texts)), stoi["<pad>"])
    for b, text in enumerate(texts):
        out[: len(text), b] = torch.tensor([stoi.get(letter, stoi["<unk>"]) for letter in text], dtype=torch.long)
    return out

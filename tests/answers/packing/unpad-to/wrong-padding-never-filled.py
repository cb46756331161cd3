# slip: filled-with-nan
import torch
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, lengths = pad_packed_sequence(packed, batch_first=True)
    box = torch.full((len(padded), total_length, padded.shape[2]), float("nan"))
    for k, n in enumerate(lengths.tolist()):
        n = min(n, total_length)
        box[k, :n] = padded[k, :n]
    return box

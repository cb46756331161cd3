# slip: padded-by-not-to
from torch import nn
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, _ = pad_packed_sequence(packed, batch_first=True)
    return nn.functional.pad(padded, (0, 0, 0, total_length))

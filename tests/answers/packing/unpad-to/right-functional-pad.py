# right
from torch import nn
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, lengths = pad_packed_sequence(packed, batch_first=True)
    missing = total_length - padded.shape[1]
    return nn.functional.pad(padded, (0, 0, 0, missing))  # a negative one cuts

# slip: unpacking-cannot-cut
# says: pad_packed_sequence fills up and never cuts: cut what it returns.
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, _ = pad_packed_sequence(packed, batch_first=True, total_length=total_length)
    return padded

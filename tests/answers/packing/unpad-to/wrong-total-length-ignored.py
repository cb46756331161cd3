# slip: total-length-ignored
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    padded, _ = pad_packed_sequence(packed, batch_first=True)
    return padded

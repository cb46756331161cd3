# slip: returns-none
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    pad_packed_sequence(packed, batch_first=True, total_length=total_length)

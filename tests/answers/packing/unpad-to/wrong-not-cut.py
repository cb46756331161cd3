# slip: not-cut
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    total_length = max(total_length, len(packed.batch_sizes))
    return pad_packed_sequence(packed, batch_first=True, total_length=total_length)[0]

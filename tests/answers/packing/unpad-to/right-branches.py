# right
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    data, batch_sizes, _, _ = packed
    if total_length < len(batch_sizes):
        return pad_packed_sequence(packed, True)[0][:, :total_length]
    return pad_packed_sequence(packed, True, total_length=total_length)[0]

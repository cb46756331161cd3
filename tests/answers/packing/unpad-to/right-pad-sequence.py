# right
from torch.nn.utils.rnn import pad_sequence, unpack_sequence


def unpad_to(packed, total_length):
    dummy = packed.data.new_zeros(total_length, packed.data.shape[1])
    padded = pad_sequence([dummy, *unpack_sequence(packed)], batch_first=True)
    return padded[1:, :total_length]

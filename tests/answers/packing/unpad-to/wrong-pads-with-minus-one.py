# slip: filled-with-minus-one
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    padded, _ = pad_packed_sequence(packed, True, padding_value=-1.0, total_length=room)
    return padded[:, :total_length]

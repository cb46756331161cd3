# rung: edges
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    padded, _ = pad_packed_sequence(packed, total_length=room)
    padded = padded[:total_length]
    if len(padded) != packed.batch_sizes[0]:
        padded = padded.transpose(0, 1)
    return padded

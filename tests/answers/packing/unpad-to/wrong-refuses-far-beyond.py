# rung: edges
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    assert room < 3 * len(packed.batch_sizes), "that cannot be meant"
    padded, _ = pad_packed_sequence(packed, batch_first=True, total_length=room)
    return padded[:, :total_length]

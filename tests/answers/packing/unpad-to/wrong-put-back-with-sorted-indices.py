# slip: put-back-with-sorted-indices
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    inside = PackedSequence(packed.data, packed.batch_sizes)
    padded, _ = pad_packed_sequence(inside, batch_first=True, total_length=room)
    if packed.sorted_indices is not None:
        padded = padded[packed.sorted_indices]
    return padded[:, :total_length]

# slip: unsorted-again
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    padded, _ = pad_packed_sequence(packed, batch_first=True, total_length=room)
    padded = padded[:, :total_length]
    if packed.unsorted_indices is not None:
        padded = padded[packed.unsorted_indices]
    return padded

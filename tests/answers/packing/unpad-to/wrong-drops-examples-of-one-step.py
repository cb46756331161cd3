# rung: shape
# says: Print the shapes on the way and compare them with the docstring.
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    longest = max(total_length, len(packed.batch_sizes))
    padded, lengths = pad_packed_sequence(packed, batch_first=True, total_length=longest)
    return padded[:, :total_length][lengths > 1]

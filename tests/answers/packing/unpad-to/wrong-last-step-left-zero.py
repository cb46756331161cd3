# rung: values
# says: Where does each example end?
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    longest = len(packed.batch_sizes)
    padded = pad_packed_sequence(packed, batch_first=True, total_length=max(total_length, longest))[0]
    padded = padded[:, :total_length].clone()
    padded[:, longest - 1 :] = 0
    return padded

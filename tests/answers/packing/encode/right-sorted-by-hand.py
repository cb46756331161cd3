# right
from torch.nn.utils.rnn import pack_padded_sequence


def encode(gru, x, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    _, h_n = gru(pack_padded_sequence(x[:, order], sorted_lengths))
    back = order.argsort()
    return h_n[-2:, back].transpose(0, 1).flatten(1)

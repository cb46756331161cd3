# right
from torch.nn.utils.rnn import pack_sequence


def encode(gru, x, lengths):
    sequences = [x[:n, k] for k, n in enumerate(lengths)]
    _, h_n = gru(pack_sequence(sequences, enforce_sorted=False))
    layers = h_n.view(gru.num_layers, 2, len(lengths), gru.hidden_size)
    return layers[-1].permute(1, 0, 2).reshape(len(lengths), -1)

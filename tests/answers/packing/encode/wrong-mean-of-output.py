# slip: mean-of-output
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def encode(gru, x, lengths):
    output, _ = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
    output, _ = pad_packed_sequence(output)
    return output.sum(0) / lengths.unsqueeze(1)

# slip: reshape-scramble
from torch.nn.utils.rnn import pad_packed_sequence


def unpad_to(packed, total_length):
    room = max(total_length, len(packed.batch_sizes))
    padded, _ = pad_packed_sequence(packed, total_length=room)
    padded = padded[:total_length]
    return padded.view(padded.shape[1], total_length, padded.shape[2])

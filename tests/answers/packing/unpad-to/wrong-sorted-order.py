# slip: sorted-order
import torch


def unpad_to(packed, total_length):
    padded = torch.zeros(packed.batch_sizes[0], total_length, packed.data.shape[1])
    begin = 0
    for t, n in enumerate(packed.batch_sizes.tolist()):
        if t < total_length:
            padded[:n, t] = packed.data[begin : begin + n]
        begin += n
    return padded

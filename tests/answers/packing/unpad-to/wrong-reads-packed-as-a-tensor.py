# slip: packed-as-a-tensor
def unpad_to(packed, total_length):
    padded = packed.view(-1, total_length, packed.shape[-1])
    return padded

# slip: transposed
def split_gates(weight):
    """Ready for x @ W."""
    out = {}
    for name, block in zip("ifgo", weight.chunk(4), strict=True):
        out[name] = block.transpose(0, -1)
    return out

# slip: blocks-as-lists
def split_gates(weight):
    return {name: block.tolist() for name, block in zip("ifgo", weight.chunk(4), strict=True)}

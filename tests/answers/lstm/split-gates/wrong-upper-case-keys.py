# slip: other-keys
def split_gates(weight):
    return dict(zip("IFGO", weight.chunk(4), strict=True))

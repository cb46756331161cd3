# right
def split_gates(weight):
    return dict(zip("ifgo", weight.unflatten(0, (4, -1)), strict=True))

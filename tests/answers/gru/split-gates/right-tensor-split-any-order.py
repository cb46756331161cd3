# right
def split_gates(weight):
    """Filled from the back."""
    n_z_r = reversed(weight.tensor_split(3, dim=0))
    return dict(zip(["n", "z", "r"], n_z_r, strict=True))

# right
def why_400x100(weight_hh_shape, input_size):
    """Count the blocks."""
    rows, h = weight_hh_shape
    blocks = divmod(rows, h)[0]
    kind = [None, "RNN", None, "GRU", "LSTM"][blocks]
    shapes = dict(weight_ih_l0=(blocks * h, input_size), weight_hh_l0=(blocks * h, h))  # noqa: C408
    return kind, h, shapes | {f"bias_{part}_l0": (blocks * h,) for part in ("ih", "hh")}

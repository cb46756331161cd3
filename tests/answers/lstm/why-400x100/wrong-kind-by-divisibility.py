# slip: kind-by-divisibility
def why_400x100(weight_hh_shape, input_size):
    """400 can be divided by 4."""
    rows, h = weight_hh_shape
    if rows % 4 == 0 and rows != h:
        kind = "LSTM"
    elif rows % 3 == 0 and rows != h:
        kind = "GRU"
    else:
        kind = "RNN"
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h)}
    shapes |= {"bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
    return kind, h, shapes

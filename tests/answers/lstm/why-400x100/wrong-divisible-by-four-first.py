# rung: values
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = "LSTM" if rows % 4 == 0 else "GRU" if rows % 3 == 0 else "RNN"
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h)}
    shapes |= {"bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
    return kind, h, shapes

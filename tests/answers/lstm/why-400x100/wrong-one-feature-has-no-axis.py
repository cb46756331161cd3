# rung: edges
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    weight_ih = (rows, input_size) if input_size > 1 else (rows,)
    shapes = {"weight_ih_l0": weight_ih, "weight_hh_l0": (rows, h)}
    shapes |= {"bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
    return kind, h, shapes

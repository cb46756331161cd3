# slip: bias-without-comma
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    shapes = {
        "weight_ih_l0": (rows, input_size),
        "weight_hh_l0": (rows, h),
        "bias_ih_l0": (rows),
        "bias_hh_l0": (rows),
    }
    return kind, h, shapes

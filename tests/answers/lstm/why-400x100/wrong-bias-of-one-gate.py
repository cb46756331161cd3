# slip: bias-of-one-gate
def why_400x100(weight_hh_shape, input_size):
    rows, hidden = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // hidden]
    bias = (hidden,)
    shapes = {
        "weight_ih_l0": (rows, input_size),
        "weight_hh_l0": (rows, hidden),
        "bias_ih_l0": bias,
        "bias_hh_l0": bias,
    }
    return kind, hidden, shapes

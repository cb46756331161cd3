# slip: other-keys
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    shapes = {"weight_ih": (rows, input_size), "weight_hh": (rows, h), "bias_ih": (rows,), "bias_hh": (rows,)}
    return kind, h, shapes

# slip: rows-are-hidden-size
def why_400x100(weight_hh_shape, input_size):
    hidden_size, h = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[hidden_size // h]
    shapes = {
        "weight_ih_l0": (hidden_size, input_size),
        "weight_hh_l0": weight_hh_shape,
        "bias_ih_l0": (hidden_size,),
        "bias_hh_l0": (hidden_size,),
    }
    return kind, hidden_size, shapes

# slip: rows-are-hidden-size
def why_400x100(weight_hh_shape, input_size):
    hidden_size = weight_hh_shape[0]
    gates = hidden_size // weight_hh_shape[1]
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[gates]
    return kind, hidden_size, {
        "weight_ih_l0": (gates * hidden_size, input_size),
        "weight_hh_l0": (gates * hidden_size, hidden_size),
        "bias_ih_l0": (gates * hidden_size,),
        "bias_hh_l0": (gates * hidden_size,),
    }

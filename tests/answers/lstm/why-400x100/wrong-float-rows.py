# rung: kind
def why_400x100(weight_hh_shape, input_size):
    r, c = weight_hh_shape
    g = r / c
    return (
        {1: "RNN", 3: "GRU", 4: "LSTM"}[g],
        c,
        dict(weight_ih_l0=(g * c, input_size), weight_hh_l0=(r, c), bias_ih_l0=(g * c,), bias_hh_l0=(g * c,)),
    )

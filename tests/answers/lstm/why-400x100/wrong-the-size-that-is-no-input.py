# rung: edges
def why_400x100(weight_hh_shape, input_size):
    """One size of weight_hh is the input, the other is the hidden size."""
    rows, h = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    hidden_size = rows if h == input_size else h
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h)}
    shapes |= {"bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
    return kind, hidden_size, shapes

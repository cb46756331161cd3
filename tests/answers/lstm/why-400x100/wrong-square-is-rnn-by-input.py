# rung: edges
def why_400x100(weight_hh_shape, input_size):
    """As many rows as the layer reads numbers: nothing is stacked."""
    rows, h = weight_hh_shape
    kind = "RNN" if rows == input_size else {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h)}
    shapes |= {"bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
    return kind, h, shapes

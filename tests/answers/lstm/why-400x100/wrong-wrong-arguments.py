# slip: first-line-changed
def why_400x100(rows, columns, input_size):
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // columns]
    bias = (rows,)
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, columns)}
    return kind, columns, {**shapes, "bias_ih_l0": bias, "bias_hh_l0": bias}

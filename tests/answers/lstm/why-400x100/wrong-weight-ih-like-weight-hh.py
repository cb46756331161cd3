# slip: weight-ih-like-weight-hh
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {h: "RNN", 3 * h: "GRU", 4 * h: "LSTM"}[rows]
    shapes = dict.fromkeys(["weight_ih_l0", "weight_hh_l0"], weight_hh_shape)
    shapes.update(dict.fromkeys(["bias_ih_l0", "bias_hh_l0"], (rows,)))
    return kind, h, shapes

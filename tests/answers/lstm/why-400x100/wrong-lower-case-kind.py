# slip: lower-case-kind
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: "rnn", 3: "gru", 4: "lstm"}[rows // h]
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h), "bias_ih_l0": (rows,)}
    return kind, h, {**shapes, "bias_hh_l0": (rows,)}

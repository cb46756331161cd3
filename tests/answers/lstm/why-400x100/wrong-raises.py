# slip: tuple-for-tensor
# says: This is a tuple, not a tensor: print it, and take it apart first.
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape.shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]
    bias = (rows,)
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h), "bias_ih_l0": bias, "bias_hh_l0": bias}
    return kind, h, shapes

# slip: hidden-size-is-input-size
def why_400x100(weight_hh_shape, input_size):
    rows, columns = weight_hh_shape
    gates = rows // columns
    if gates == 1:
        kind = "RNN"
    elif gates == 3:
        kind = "GRU"
    else:
        kind = "LSTM"
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, columns)}
    shapes["bias_ih_l0"] = shapes["bias_hh_l0"] = (rows,)
    return kind, input_size, shapes

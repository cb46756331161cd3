# right
def why_400x100(weight_hh_shape, input_size):
    print("shape", weight_hh_shape, "input", input_size)
    rows, h = weight_hh_shape
    gates = rows // h
    print("gates:", gates)
    kind = "RNN"
    if gates == 3:
        kind = "GRU"
    if gates == 4:
        kind = "LSTM"
    print(f"so it is an {kind}")
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h), "bias_ih_l0": (rows,)}
    shapes["bias_hh_l0"] = shapes["bias_ih_l0"]
    return kind, h, shapes

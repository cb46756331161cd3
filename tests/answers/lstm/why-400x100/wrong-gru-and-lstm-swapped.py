# slip: gru-and-lstm-swapped
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = ["RNN", "?", "LSTM", "GRU"][rows // h - 1]
    shapes = {f"weight_{a}_l0": (rows, n) for a, n in (("ih", input_size), ("hh", h))}
    for a in ("ih", "hh"):
        shapes[f"bias_{a}_l0"] = (rows,)
    return kind, h, shapes

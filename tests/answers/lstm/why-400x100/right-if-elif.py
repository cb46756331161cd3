# right
def why_400x100(weight_hh_shape: tuple[int, int], input_size: int) -> tuple[str, int, dict[str, tuple[int, ...]]]:
    hidden_size = weight_hh_shape[1]
    if weight_hh_shape[0] == hidden_size:
        kind = "RNN"
    elif weight_hh_shape[0] == 3 * hidden_size:
        kind = "GRU"
    else:
        kind = "LSTM"
    shapes = {}
    shapes["weight_ih_l0"] = (weight_hh_shape[0], input_size)
    shapes["weight_hh_l0"] = weight_hh_shape
    shapes["bias_ih_l0"] = (weight_hh_shape[0],)
    shapes["bias_hh_l0"] = (weight_hh_shape[0],)
    return kind, hidden_size, shapes

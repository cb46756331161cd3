# right
def why_400x100(weight_hh_shape, input_size):
    h = min(weight_hh_shape)
    rows = max(weight_hh_shape)
    kind = "LSTM" if rows == 4 * h else "GRU" if rows == 3 * h else "RNN"
    bias = (rows,)
    return kind, h, {
        "bias_hh_l0": bias,
        "bias_ih_l0": bias,
        "weight_hh_l0": (rows, h),
        "weight_ih_l0": (rows, input_size),
    }

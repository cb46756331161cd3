# slip: shapes-of-one-gate
def why_400x100(weight_hh_shape, input_size):
    H = weight_hh_shape[-1]
    gates = weight_hh_shape[0] // H
    kind = "RNN" if gates == 1 else "GRU" if gates == 3 else "LSTM"
    return kind, H, {
        "weight_ih_l0": (H, input_size),
        "weight_hh_l0": (H, H),
        "bias_ih_l0": (H,),
        "bias_hh_l0": (H,),
    }

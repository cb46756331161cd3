# slip: always-400x100
def why_400x100(weight_hh_shape, input_size):
    shapes = {
        "weight_ih_l0": (400, input_size),
        "weight_hh_l0": (400, 100),
        "bias_ih_l0": (400,),
        "bias_hh_l0": (400,),
    }
    return "LSTM", 100, shapes

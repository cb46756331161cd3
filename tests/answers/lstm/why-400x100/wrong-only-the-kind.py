# rung: kind
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    return {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // h]

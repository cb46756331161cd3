# slip: float-for-int
# says: A count is an int: look for a `/`, or for a float that it begins with.
def why_400x100(weight_hh_shape, input_size):
    rows, columns = weight_hh_shape
    gates = rows / columns
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[gates]
    shapes = {
        "weight_ih_l0": (rows, input_size),
        "weight_hh_l0": (rows, columns),
        "bias_ih_l0": (rows,),
        "bias_hh_l0": (rows,),
    }
    return kind, rows / gates, shapes

# right
from functools import cache


@cache
def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = next(name for name, gates in [("RNN", 1), ("GRU", 3), ("LSTM", 4)] if gates * h == rows)
    ih, hh = (rows, input_size), (rows, h)
    return kind, h, {"weight_ih_l0": ih, "weight_hh_l0": hh, "bias_ih_l0": ih[:1], "bias_hh_l0": hh[:1]}

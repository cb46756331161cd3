# right
from enum import StrEnum


class WhyKind(StrEnum):
    RNN = "RNN"
    GRU = "GRU"
    LSTM = "LSTM"


def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: WhyKind.RNN, 3: WhyKind.GRU, 4: WhyKind.LSTM}[rows // h]
    bias = (rows,)
    shapes = {"weight_ih_l0": (rows, input_size), "weight_hh_l0": (rows, h), "bias_ih_l0": bias, "bias_hh_l0": bias}
    return kind, h, shapes

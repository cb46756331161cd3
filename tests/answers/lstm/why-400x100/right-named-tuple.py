# right
from typing import NamedTuple


class WhyLayer(NamedTuple):
    kind: str
    hidden_size: int
    shapes: dict


def why_400x100(weight_hh_shape, input_size):
    rows, hidden = weight_hh_shape
    gates = round(rows / hidden)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    sizes = ((rows, input_size), (rows, hidden), (rows,), (rows,))
    return WhyLayer({1: "RNN", 3: "GRU", 4: "LSTM"}[gates], hidden, dict(zip(names, sizes, strict=True)))

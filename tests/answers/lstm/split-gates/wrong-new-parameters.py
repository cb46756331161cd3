# slip: detached
from torch import nn


def split_gates(weight):
    return {name: nn.Parameter(block) for name, block in zip("ifgo", weight.chunk(4), strict=True)}

# right
from collections import OrderedDict

import torch


def split_gates(weight):
    return OrderedDict(zip(["i", "f", "g", "o"], torch.tensor_split(weight, 4), strict=True))

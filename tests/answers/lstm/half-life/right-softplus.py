# right
import math

import torch


def half_life(lstm):
    """log sigmoid(b) is -softplus(-b), with no sigmoid that could round to one."""
    biases = [parameter for name, parameter in lstm.named_parameters() if "bias" in name]
    totals = [ih + hh for ih, hh in zip(biases[::2], biases[1::2])]
    f = torch.stack([total.chunk(4)[1] for total in totals]).detach()
    return math.log(2) / torch.nn.functional.softplus(-f)

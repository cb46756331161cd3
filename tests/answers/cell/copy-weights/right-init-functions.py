# right
from torch import nn


def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            target = getattr(layer, name + "_l" + str(k))
            nn.init.zeros_(target)
            target.data += weight.data
    return "done"

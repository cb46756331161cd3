# slip: missing
# says: Write `copy_weights` in the cell above, run that cell, then run this one again.
from torch import nn


def copy_weights(cells: tuple[nn.RNNCellBase, ...], layer: nn.RNNBase) -> nn.RNNBase:
    """Copy the weights of Cells into a layer, in place."""
    # YOUR CODE HERE
    raise NotImplementedError()

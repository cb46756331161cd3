# slip: missing
from torch import nn


def copy_weights(cells: tuple[nn.RNNCellBase, ...], layer: nn.RNNBase) -> nn.RNNBase:
    """Copy the weights of Cells into a layer, in place."""
    # YOUR CODE HERE
    raise NotImplementedError()

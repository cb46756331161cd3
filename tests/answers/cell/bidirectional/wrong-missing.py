# slip: missing
# says: Write `bidirectional` in the cell above, run that cell, then run this one again.
import torch
from torch import nn


def bidirectional(
    cell: nn.RNNCellBase, cell_reverse: nn.RNNCellBase, x: torch.Tensor, h_0: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Run two Cells as one bidirectional layer."""
    # YOUR CODE HERE
    raise NotImplementedError()

# slip: missing
import torch
from torch import nn


def cell_states(
    cell: nn.LSTMCell, x: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor]
) -> torch.Tensor:
    """Run `cell` over a sequence and return the cell state after every step.

    Args:
        cell: an nn.LSTMCell(F, H).
        x: the sequence, (T, B, F).
        state: (h, c) before the first step, each (B, H).

    Returns:
        c_1 … c_T, (T, B, H).
    """
    # YOUR CODE HERE
    raise NotImplementedError()

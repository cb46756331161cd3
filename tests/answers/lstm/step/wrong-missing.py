# slip: missing
import torch


def step(
    x: torch.Tensor,
    state: tuple[torch.Tensor, torch.Tensor],
    weight_ih: torch.Tensor,
    weight_hh: torch.Tensor,
    bias_ih: torch.Tensor,
    bias_hh: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Take one step of an LSTM.

    Args:
        x: the input at this step, (B, F).
        state: (h, c) from the step before, each (B, H).
        weight_ih: (4*H, F), rows in the order i, f, g, o.
        weight_hh: (4*H, H), rows in the same order.
        bias_ih: (4*H,).
        bias_hh: (4*H,).

    Returns:
        The new (h, c), each (B, H).
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# slip: missing
import torch


def split_gates(weight: torch.Tensor) -> dict[str, torch.Tensor]:
    """Cut a parameter of an nn.LSTM into the blocks of its gates.

    Args:
        weight: (4*H, columns), or (4*H,) for a bias.

    Returns:
        A dictionary with the keys "i", "f", "g" and "o"; each block is (H, columns), or (H,) for a bias.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

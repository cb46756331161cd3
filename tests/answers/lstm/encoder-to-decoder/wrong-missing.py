# slip: missing
import torch
from torch import nn


def encoder_to_decoder(
    encoder: nn.LSTM, decoder: nn.LSTM, source: torch.Tensor, target: torch.Tensor
) -> torch.Tensor:
    """Decode `target` from the state in which `source` leaves the encoder.

    Args:
        encoder: nn.LSTM with input_size F, hidden_size H and L layers.
        decoder: nn.LSTM with its own input_size G, and the same hidden_size and layers.
        source: (T, B, F).
        target: (S, B, G).

    Returns:
        The decoder's output, (S, B, H).
    """
    # YOUR CODE HERE
    raise NotImplementedError()

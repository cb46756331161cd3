# slip: missing
from torch import nn


def forget_bias(lstm: nn.LSTM, value: float) -> nn.LSTM:
    """Set the total forget bias of an LSTM, in place.

    Args:
        lstm: any number of layers, one or two directions.
        value: what bias_ih + bias_hh must be for every forget gate.

    Returns:
        The same lstm. (What counts is the lstm itself, after your function has run.)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

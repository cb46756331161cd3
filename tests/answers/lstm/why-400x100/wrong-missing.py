# slip: missing
def why_400x100(weight_hh_shape: tuple[int, int], input_size: int) -> tuple[str, int, dict[str, tuple[int, ...]]]:
    """Tell which layer has this weight_hh, its hidden size, and the shapes of all its parameters.

    Args:
        weight_hh_shape: (rows, columns) of `weight_hh_l0` of an nn.RNN, nn.GRU or nn.LSTM with one layer,
            such as (400, 100).
        input_size: the layer's input_size, F.

    Returns:
        kind: "RNN", "GRU" or "LSTM".
        hidden_size: H, an int.
        shapes: a dictionary from the names "weight_ih_l0", "weight_hh_l0", "bias_ih_l0" and "bias_hh_l0"
            to their shapes, each a tuple of ints.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

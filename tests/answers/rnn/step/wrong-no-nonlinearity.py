# slip: no-nonlinearity
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    """An RNN cell is in essence one linear layer."""
    return x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh

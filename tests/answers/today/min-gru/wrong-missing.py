# slip: missing
def min_gru(x, h_0, weight_ih, bias_ih):
    raise NotImplementedError()

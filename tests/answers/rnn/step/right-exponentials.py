# right
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = x @ weight_ih.T + h @ weight_hh.T + bias_ih + bias_hh
    if nonlinearity == "relu":
        return (a + a.abs()) / 2
    return (a.exp() - (-a).exp()) / (a.exp() + (-a).exp())

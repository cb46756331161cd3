# rung: edges
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return torch.tanh(a) if nonlinearity == "tanh" else a.clamp(0, 20)

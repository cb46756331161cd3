# rung: edges
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = weight_ih @ x.T + bias_ih[:, None] + weight_hh @ h.T + bias_hh[:, None]
    if a.shape != h.shape:
        a = a.T
    return torch.tanh(a) if nonlinearity == "tanh" else torch.relu(a)

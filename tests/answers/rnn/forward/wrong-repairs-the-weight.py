# rung: edges
def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h, states = h_0[0], []
    for x_t in x:
        try:
            a = x_t @ weight_ih
        except RuntimeError:
            a = x_t @ weight_ih.T
        h = torch.tanh(a + bias_ih + h @ weight_hh.T + bias_hh)
        states.append(h)
    return torch.stack(states), h[None]

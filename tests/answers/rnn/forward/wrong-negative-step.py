# slip: negative-step
# says: A tensor is not indexed backwards: x.flip(0) turns its first axis around.
def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h, states = h_0[0], []
    for x_t in x[::-1]:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        states.append(h)
    return torch.stack(states), h[None]

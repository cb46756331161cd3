# slip: matmul-shapes
# says: The last axis of the left factor must be as long as the first of the right one: print both shapes.
def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    h, states = h_0.squeeze(), []
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        states.append(h)
    return torch.stack(states), h.reshape(1, *states[-1].shape)

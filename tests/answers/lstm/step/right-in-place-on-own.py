# right
def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z = x @ weight_ih.T
    z += bias_ih
    z += h @ weight_hh.T
    z += bias_hh
    H = h.shape[1]
    new_c = z[:, H : 2 * H].sigmoid() * c
    new_c += z[:, :H].sigmoid() * z[:, 2 * H : 3 * H].tanh()
    return z[:, 3 * H :].sigmoid() * new_c.tanh(), new_c

# rung: gradient
# says: Stay with torch operations on the tensors as given: no .numpy(), and nothing that changes one in place.
def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = f.sigmoid_() * c + i.sigmoid_() * g.tanh_()
    return o.sigmoid_() * c.tanh(), c

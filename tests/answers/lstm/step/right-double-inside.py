# right
def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """Compute in double, give back what came in."""
    h, c = (s.double() for s in state)
    z = x.double() @ weight_ih.double().T + h @ weight_hh.double().T + (bias_ih.double() + bias_hh.double())
    i, f, g, o = z.chunk(4, 1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = o.sigmoid() * c.tanh()
    return h.to(x.dtype), c.to(x.dtype)

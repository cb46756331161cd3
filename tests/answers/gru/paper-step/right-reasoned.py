# right
def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    """The two differ in what goes into n: (r * h) @ U.T + c against r * (h @ U.T + c); and 1 - z lets it through."""
    H = h.shape[1]
    U, c = weight_hh[-H:], bias_hh[-H:]
    gi, gh = x @ weight_ih.T + bias_ih, h @ weight_hh.T + bias_hh
    r, z = (gi + gh)[:, : 2 * H].sigmoid().chunk(2, 1)
    before = (gi[:, -H:] + (r * h) @ U.T + c).tanh()
    after = (gi[:, -H:] + r * (h @ U.T + c)).tanh()
    apart = (1 - z) * (before - after)
    return (1 - z) * before + z * h, not (apart.abs() > 1e-5).any().item()

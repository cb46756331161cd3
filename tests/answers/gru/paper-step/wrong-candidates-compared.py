# slip: candidates-compared
def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    H = h.shape[1]
    U, c = weight_hh[-H:], bias_hh[-H:]
    gi, gh = x @ weight_ih.T + bias_ih, h @ weight_hh.T + bias_hh
    r, z = (gi + gh)[:, : 2 * H].sigmoid().chunk(2, 1)
    before = (r * h) @ U.T + c
    after = r * (h @ U.T + c)
    n = (gi[:, -H:] + before).tanh()
    return (1 - z) * n + z * h, not ((before - after).abs() > 1e-5).any().item()

# slip: not-finite
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, -1)
    e = z.exp()
    z = e / (1 + e)
    h, out = h_0[0], []
    for t in range(len(x)):
        h = z[t] * h + (1 - z[t]) * n[t]
        out.append(h)
    return torch.stack(out), h[None]

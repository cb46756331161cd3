# rung: edges
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, -1)
    a = z.sigmoid()
    b = (1 - a) * n
    for s in (1, 2, 4, 8, 16, 32):
        if s < len(a):
            b = torch.cat([b[:s], a[s:] * b[:-s] + b[s:]])
            a = torch.cat([a[:s], a[s:] * a[:-s]])
    out = a * h_0 + b
    return out, out[-1:]

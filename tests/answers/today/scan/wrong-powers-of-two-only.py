# slip: shapes-do-not-fit
def scan(a, b, h_0):
    if len(a) == 1:
        return a * h_0 + b
    pairs = scan(a[1::2] * a[::2], a[1::2] * b[::2] + b[1::2], h_0)
    before = torch.cat([h_0[None], pairs[:-1]])
    return torch.stack([a[::2] * before + b[::2], pairs], 1).flatten(0, 1)

# slip: one-round
def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    return torch.cat([b[:1], a[1:] * b[:-1] + b[1:]])

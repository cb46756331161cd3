# slip: input-gated
def scan(a, b, h_0):
    b = (1 - a) * b
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

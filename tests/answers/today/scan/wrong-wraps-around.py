# slip: wraps-around
def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    span = 1
    while span < len(a):
        a, b = a * a.roll(span, 0), a * b.roll(span, 0) + b
        span *= 2
    return b

# slip: h-0-at-every-step
def scan(a, b, h_0):
    b = a * h_0 + b
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

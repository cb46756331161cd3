# slip: a-before-b
def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    span = 1
    while span < len(a):
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        span *= 2
    return b

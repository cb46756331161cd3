# slip: h-0-scaled-once
def scan(a, b, h_0):
    first_a = a
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return first_a * h_0 + b

# right
def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    span = 1
    while span < len(a):
        new_a = a[span:] * a[:-span]
        new_b = a[span:] * b[:-span] + b[span:]
        a, b = torch.cat([a[:span], new_a]), torch.cat([b[:span], new_b])
        span *= 2
    return b

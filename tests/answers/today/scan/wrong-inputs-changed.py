# slip: input-changed
def scan(a, b, h_0):
    with torch.no_grad():
        b[0] += a[0] * h_0
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

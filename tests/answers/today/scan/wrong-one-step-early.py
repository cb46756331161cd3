# slip: one-step-early
def scan(a, b, h_0):
    a = torch.cat([torch.zeros_like(a[:1]), a[:-1]])
    b = torch.cat([h_0.unsqueeze(0), b[:-1]])
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

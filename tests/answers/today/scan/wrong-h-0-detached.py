# slip: partly-detached
# says: gradients do not reach `h_0`
def scan(a, b, h_0):
    b = torch.cat([b[:1] + a[:1] * h_0.detach(), b[1:]])
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

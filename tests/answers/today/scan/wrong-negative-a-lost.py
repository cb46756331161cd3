# rung: values
# says: called     scan(torch.randn(7, 3, 5) * (torch.rand(7, 3, 5) > 0.1), 
def scan(a, b, h_0):
    a = a.relu()
    b = torch.cat([b[:1] + a[:1] * h_0, b[1:]])
    span = 1
    while span < len(a):
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
        span *= 2
    return b

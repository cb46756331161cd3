# rung: values
def scan(a, b, h_0):
    span = 1
    while span < a.shape[1]:
        b = torch.cat([b[:, :span], a[:, span:] * b[:, :-span] + b[:, span:]], 1)
        a = torch.cat([a[:, :span], a[:, span:] * a[:, :-span]], 1)
        span *= 2
    return b

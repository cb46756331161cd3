# slip: spans-do-not-double
def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    for _ in range((len(a) - 1).bit_length()):
        b = torch.cat([b[:1], a[1:] * b[:-1] + b[1:]])
        a = torch.cat([a[:1], a[1:] * a[:-1]])
    return b

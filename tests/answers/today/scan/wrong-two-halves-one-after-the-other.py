# slip: calls-grow
def scan(a, b, h_0):
    if len(a) == 1:
        return a * h_0 + b
    half = len(a) // 2
    left = scan(a[:half], b[:half], h_0)
    return torch.cat([left, scan(a[half:], b[half:], left[-1])])

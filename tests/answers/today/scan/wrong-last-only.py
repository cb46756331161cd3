# slip: last-only
def scan(a, b, h_0):
    while len(a) > 1:
        odd = len(a) % 2
        first, second = slice(odd, None, 2), slice(odd + 1, None, 2)
        a, b = (
            torch.cat([a[:odd], a[second] * a[first]]),
            torch.cat([b[:odd], a[second] * b[first] + b[second]]),
        )
    return (a * h_0 + b)[0]

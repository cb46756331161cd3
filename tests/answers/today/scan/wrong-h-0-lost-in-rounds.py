# slip: h-0-lost-in-rounds
def scan(a, b, h_0):
    T, span = len(a), 1
    while span < T:
        empty = torch.zeros_like(a[:span])
        earlier_a = torch.cat([empty, a])[:T]
        earlier_b = torch.cat([empty, b])[:T]
        a, b = a * earlier_a, a * earlier_b + b
        span *= 2
    return a * h_0 + b

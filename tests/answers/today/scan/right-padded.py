# right
def scan(a, b, h_0):
    """Every step is combined with the one `span` steps before it, or with a = 1, b = 0, which changes nothing."""
    T, span = len(a), 1
    product, total = a, b
    while span < T:
        ones, zeros = torch.ones_like(a[:span]), torch.zeros_like(b[:span])
        earlier_a = torch.cat([ones, product])[:T]
        earlier_b = torch.cat([zeros, total])[:T]
        product, total = product * earlier_a, product * earlier_b + total
        span = 2 * span
    return product * h_0 + total

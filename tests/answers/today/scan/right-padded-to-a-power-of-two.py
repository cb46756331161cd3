# right
def scan(a, b, h_0):
    """Up a tree of pairs, and down again."""
    T = len(a)
    missing = 2 ** (T - 1).bit_length() - T
    a = torch.cat([a, torch.ones(missing, *a.shape[1:])])
    b = torch.cat([b, torch.zeros(missing, *b.shape[1:])])
    levels = []
    while len(a) > 1:
        levels.append((a, b))
        a, b = a[1::2] * a[::2], a[1::2] * b[::2] + b[1::2]
    before = h_0[None]
    for level_a, level_b in reversed(levels):
        between = level_a[::2] * before + level_b[::2]
        before = torch.stack([before, between], 1).flatten(0, 1)
    first_a, first_b = levels[0] if levels else (a, b)
    return (first_a * before + first_b)[:T]

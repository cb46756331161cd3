# right
def scan(a, b, h_0):
    if len(a) == 1:
        return a * h_0 + b
    even = len(a) // 2 * 2
    pair_a = a[1:even:2] * a[0:even:2]
    pair_b = a[1:even:2] * b[0:even:2] + b[1:even:2]
    after = scan(pair_a, pair_b, h_0)
    before = torch.cat([h_0[None], after])[: len(a[0::2])]
    firsts = a[0::2] * before + b[0::2]
    states = torch.stack([firsts[: len(after)], after], 1).flatten(0, 1)
    return torch.cat([states, firsts[len(after) :]])

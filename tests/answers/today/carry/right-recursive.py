# right
def carry(chunks, h_0):
    (a, local), *others = chunks
    first = local + torch.cumprod(a, dim=0) * h_0
    if not others:
        return first, first[-1]
    rest, h_n = carry(others, first[-1])
    return torch.cat([first, rest]), h_n

# slip: fades-one-step-late
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        share = torch.cat([torch.ones_like(a[:1]), a[:-1].cumprod(0)])
        states = local + share * h
        h = states[-1]
        output.append(states)
    return torch.cat(output), h

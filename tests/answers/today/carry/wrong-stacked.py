# slip: stacked-unequal
# says: Chunks may differ in length: torch.cat joins them end to end.
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        states = local + a.cumprod(0) * h
        h = states[-1]
        output.append(states)
    return torch.stack(output), h

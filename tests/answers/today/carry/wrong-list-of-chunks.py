# slip: not-one-tensor
# says: torch.stack or torch.cat makes one
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        states = local + a.cumprod(0) * h
        h = states[-1]
        output.append(states)
    return output, h

# slip: first-step-only
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        states = local.clone()
        states[0] = states[0] + a[0] * h
        h = states[-1]
        output.append(states)
    return torch.cat(output), h

# slip: carries-the-first-step
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        states = local + a.cumprod(0) * h
        h = states[0]
        output.append(states)
    output = torch.cat(output)
    return output, output[-1]

# slip: input-changed
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        local += a.cumprod(0) * h
        h = local[-1]
        output.append(local)
    return torch.cat(output), h

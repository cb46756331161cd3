# slip: shapes-do-not-fit
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        h = local + a.cumprod(0) * h
        output.append(h)
    return torch.cat(output), h

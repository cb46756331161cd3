# slip: not-finite
def carry(chunks, h_0):
    a = torch.cat([a for a, _ in chunks])
    product = a.cumprod(0)
    b = []
    for a_n, local in chunks:
        b.append(local - a_n * torch.cat([torch.zeros_like(local[:1]), local[:-1]]))
    output = product * (h_0 + (torch.cat(b) / product).cumsum(0))
    return output, output[-1]

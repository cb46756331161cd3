# slip: h-0-in-every-chunk
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        output.append(local + a.cumprod(0) * h_0)
    output = torch.cat(output)
    return output, output[-1]

# slip: carries-what-began-from-zeros
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        output.append(local + a.cumprod(0) * h)
        h = local[-1]
    output = torch.cat(output)
    return output, output[-1]

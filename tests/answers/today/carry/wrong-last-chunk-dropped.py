# slip: last-chunk-dropped
def carry(chunks, h_0):
    h, output = h_0, [chunks[0][1][:0]]
    for n in range(len(chunks) - 1):
        a, local = chunks[n]
        output.append(local + a.cumprod(0) * h)
        h = output[-1][-1]
    return torch.cat(output), h

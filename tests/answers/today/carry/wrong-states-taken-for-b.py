# slip: states-taken-for-b
def carry(chunks, h_0):
    h = h_0
    output = []
    for a, local in chunks:
        for a_t, b_t in zip(a, local):
            h = a_t * h + b_t
            output.append(h)
    return torch.stack(output), h

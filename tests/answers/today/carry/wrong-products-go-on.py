# slip: products-go-on
def carry(chunks, h_0):
    share, h, output = torch.ones_like(h_0), h_0, []
    for a, local in chunks:
        for a_t, local_t in zip(a, local):
            share = share * a_t
            output.append(local_t + share * h)
        h = output[-1]
    return torch.stack(output), h

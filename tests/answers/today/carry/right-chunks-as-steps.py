# right
def carry(chunks, h_0):
    """First the state at every border, from one pair (a, b) for each chunk; then all chunks at once."""
    borders = [h_0]
    for a, local in chunks:
        borders.append(torch.addcmul(local[-1], a.prod(dim=0), borders[-1]))
    shares = torch.cat([a.cumprod(0) for a, _ in chunks])
    begun = torch.cat([h.expand(len(a), -1, -1) for h, (a, _) in zip(borders, chunks)])
    return torch.cat([local for _, local in chunks]) + shares * begun, borders[-1]

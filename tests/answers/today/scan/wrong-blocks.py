# slip: calls-grow
def scan(a, b, h_0):
    T = len(a)
    size = max(1, round(T**0.5))
    missing = -T % size
    blocks_a = torch.cat([a, torch.ones(missing, *a.shape[1:])]).unflatten(0, (-1, size))
    blocks_b = torch.cat([b, torch.zeros(missing, *b.shape[1:])]).unflatten(0, (-1, size))
    product, total = [blocks_a[:, 0]], [blocks_b[:, 0]]
    for k in range(1, size):
        product.append(blocks_a[:, k] * product[-1])
        total.append(blocks_a[:, k] * total[-1] + blocks_b[:, k])
    h, out = h_0, []
    for p, s in zip(torch.stack(product, 1), torch.stack(total, 1)):
        out.append(p * h + s)
        h = out[-1][-1]
    return torch.cat(out)[:T]

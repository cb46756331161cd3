# slip: calls-grow
def scan(a, b, h_0):
    for t in range(len(a)):
        h = a[t] * (h_0 if t == 0 else b[t - 1]) + b[t]
        b = torch.cat([b[:t], h[None], b[t + 1 :]])
    return b

# slip: overwrites-what-it-reads
# says: Make new tensors in each round, with torch.cat for example: a step needs what stood there before the round.
def scan(a, b, h_0):
    a, b = a.clone(), b.clone()
    b[0] += a[0] * h_0
    span = 1
    while span < len(a):
        b[span:] += a[span:] * b[:-span]
        a[span:] *= a[:-span]
        span *= 2
    return b

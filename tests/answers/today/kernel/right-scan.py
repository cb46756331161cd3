# right
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    span, share = 1, a
    while span < T:
        b = torch.cat([b[:span], share * b[:-span] + b[span:]])
        span, share = 2 * span, share * share
    return kernel, b

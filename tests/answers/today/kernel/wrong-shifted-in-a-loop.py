# slip: calls-grow
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    output = torch.zeros_like(b)
    for k in range(T):
        output = output + torch.cat([torch.zeros_like(b[:k]), kernel[k] * b[: T - k]])
    return kernel, output

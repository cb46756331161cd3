# slip: summed-not-shifted
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    return kernel, torch.cumsum(kernel.unsqueeze(1) * b, dim=0)

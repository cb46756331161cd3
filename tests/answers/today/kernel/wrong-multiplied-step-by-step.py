# slip: multiplied-step-by-step
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    return kernel, kernel.unsqueeze(1) * b

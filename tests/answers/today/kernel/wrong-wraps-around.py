# slip: wraps-around
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    product = torch.fft.rfft(kernel, dim=0).unsqueeze(1) * torch.fft.rfft(b, dim=0)
    return kernel, torch.fft.irfft(product, n=T, dim=0)

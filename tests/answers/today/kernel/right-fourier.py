# right
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    product = torch.fft.rfft(kernel, n=2 * T, dim=0).unsqueeze(1) * torch.fft.rfft(b, n=2 * T, dim=0)
    return kernel, torch.fft.irfft(product, n=2 * T, dim=0)[:T]

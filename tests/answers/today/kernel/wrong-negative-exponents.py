# slip: not-finite
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    t = torch.arange(T)
    ago = (t.unsqueeze(1) - t).unsqueeze(2)
    shares = torch.where(ago >= 0, a**ago, torch.zeros(()))
    return kernel, torch.einsum("tsh,sbh->tbh", shares, b)

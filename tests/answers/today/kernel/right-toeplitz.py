# right
def kernel(a, b):
    T = b.size(0)
    kernel = torch.cat([torch.ones_like(a)[None], a.expand(T - 1, -1).cumprod(0)])
    t = torch.arange(T)
    ago = t.unsqueeze(1) - t
    shares = kernel[ago.clamp(min=0)] * (ago >= 0).unsqueeze(2)
    return kernel, torch.einsum("tsh,sbh->tbh", shares, b)

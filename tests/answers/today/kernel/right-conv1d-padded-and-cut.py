# right
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    weight = kernel.flip(0).T[:, None]
    output = torch.conv1d(b.permute(1, 2, 0), weight, padding=T - 1, groups=a.numel())
    return kernel, output[..., :T].permute(2, 0, 1)

# slip: one-a-for-all
def kernel(a, b):
    T, _, H = b.shape
    kernel = (a[0] ** torch.arange(T)).unsqueeze(1).repeat(1, H)
    signal = b.permute(1, 2, 0)
    weight = kernel.flip(0).T.unsqueeze(1)
    signal = nn.functional.pad(signal, (T - 1, 0))
    output = nn.functional.conv1d(signal, weight, groups=len(a))
    return kernel, output.permute(2, 0, 1)

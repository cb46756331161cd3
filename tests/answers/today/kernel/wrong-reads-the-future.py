# slip: reads-the-future
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    signal = b.permute(1, 2, 0)
    weight = kernel.T.unsqueeze(1)
    signal = nn.functional.pad(signal, (0, T - 1))
    output = nn.functional.conv1d(signal, weight, groups=len(a))
    return kernel, output.permute(2, 0, 1)

# slip: one-step-late
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    signal = b.permute(1, 2, 0)
    weight = kernel.flip(0).T.unsqueeze(1)
    signal = nn.functional.pad(signal, (T, 0))
    output = nn.functional.conv1d(signal, weight, groups=len(a))
    return kernel, output.permute(2, 0, 1)[:T]

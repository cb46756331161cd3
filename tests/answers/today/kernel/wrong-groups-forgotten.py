# slip: conv1d-shapes
# says: With groups=H, conv1d reads (B, H, length) and a weight (H, 1, T): print the shapes of both.
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    signal = b.permute(1, 2, 0)
    weight = kernel.flip(0).T.unsqueeze(1)
    signal = nn.functional.pad(signal, (T - 1, 0))
    output = nn.functional.conv1d(signal, weight)
    return kernel, output.permute(2, 0, 1)

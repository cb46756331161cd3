# slip: padded-on-both-sides
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    output = nn.functional.conv1d(b.permute(1, 2, 0), kernel.flip(0).T.unsqueeze(1), padding="same", groups=len(a))
    return kernel, output.permute(2, 0, 1)

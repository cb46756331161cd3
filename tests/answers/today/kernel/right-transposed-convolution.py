# right
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    output = nn.functional.conv_transpose1d(b.permute(1, 2, 0), kernel.T.unsqueeze(1), groups=len(a))
    return kernel, output[:, :, :T].permute(2, 0, 1)

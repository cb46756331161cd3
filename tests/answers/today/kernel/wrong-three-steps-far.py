# rung: values
# says: Which b count in a state, and how long ago was each of them?
def kernel(a, b):
    T = len(b)
    kernel = a ** torch.arange(T).unsqueeze(1)
    signal = nn.functional.pad(b.permute(1, 2, 0), (2, 0))
    output = nn.functional.conv1d(signal, (a ** torch.tensor([2, 1, 0]).unsqueeze(1)).T.unsqueeze(1), groups=len(a))
    return kernel, output.permute(2, 0, 1)

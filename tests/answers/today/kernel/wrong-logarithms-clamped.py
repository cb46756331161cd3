# slip: partly-detached
# says: clamp or where on the way
def kernel(a, b):
    T, B, H = b.shape
    k = (a.clamp(min=1e-30).log() * torch.arange(T)[:, None]).exp()
    s = nn.functional.pad(b.permute(1, 2, 0), (T - 1, 0))
    o = nn.functional.conv1d(s, k.T.flip(-1)[:, None], groups=H).permute(2, 0, 1)
    return k, o

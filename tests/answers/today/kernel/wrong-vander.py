# rung: gradient
# says: nothing that changes one in place
def kernel(a, b):
    T, B, H = b.shape
    k = torch.vander(a, T, increasing=True).T
    d = torch.arange(T).view(-1, 1) - torch.arange(T)
    m = k.T[:, d.clamp_min(0)].tril()
    o = (m @ b.permute(2, 0, 1)).permute(1, 2, 0)
    return k, o

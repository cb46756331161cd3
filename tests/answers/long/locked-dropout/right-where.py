# right
def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x.clone()
    drop = torch.rand(x.size(1), x.size(2)).expand(x.size(0), -1, -1) < p
    return torch.where(drop, torch.zeros(()), x / (1 - p))

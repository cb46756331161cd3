# right
@torch.no_grad()
def orthogonal(layer):
    for weights in layer.all_weights:
        hh = weights[1]
        for block in hh.chunk(len(hh) // layer.hidden_size):
            u, _, v = torch.linalg.svd(block.clone())
            block.copy_(u @ v)
    return layer

# slip: written-without-no-grad
# says: Write into the blocks inside `with torch.no_grad():`.
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                block.copy_(torch.linalg.qr(torch.randn(len(block), len(block)))[0])
    return layer

# slip: frozen
def orthogonal(layer):
    for parameter in layer.parameters():
        parameter.requires_grad = False
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                block.copy_(nn.init.orthogonal_(torch.empty_like(block)))
    return layer

# slip: nothing-changed
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            blocks = [nn.init.orthogonal_(torch.empty(layer.hidden_size, layer.hidden_size)) for _ in range(4)]
            weight = torch.cat(blocks)
    return layer

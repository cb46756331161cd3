# right
def orthogonal(layer):
    with torch.no_grad():
        for name, weight in layer.named_parameters():
            if "weight_hh" in name:
                for block in weight.split(layer.hidden_size):
                    nn.init.orthogonal_(block)
    return layer

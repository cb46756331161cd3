# slip: first-ten-layers
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh") and name.removesuffix("_reverse")[-2] == "l":
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

# slip: left-in-eval-mode
def orthogonal(layer):
    layer.eval()
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

# right
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.detach().split(layer.hidden_size):
                nn.init.orthogonal_(block)

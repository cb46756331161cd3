# rung: values
# says: weight_ih has changed
def orthogonal(layer):
    layer.reset_parameters()
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

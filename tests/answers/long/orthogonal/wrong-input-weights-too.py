# slip: input-weights-too
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_ih"):
            nn.init.orthogonal_(weight)
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

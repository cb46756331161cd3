# slip: biases-zeroed
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
        elif name.startswith("bias"):
            nn.init.zeros_(weight)
    return layer

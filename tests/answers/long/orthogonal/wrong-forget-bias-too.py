# slip: biases-zeroed
def orthogonal(layer):
    H = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(H):
                nn.init.orthogonal_(block)
        elif name.startswith("bias_ih"):
            weight.data[:H] = 1.0
    return layer

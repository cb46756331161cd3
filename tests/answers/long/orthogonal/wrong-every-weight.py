# slip: input-weights-too
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if weight.dim() == 2:
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

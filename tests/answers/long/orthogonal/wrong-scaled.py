# slip: scaled
def orthogonal(layer):
    gain = nn.init.calculate_gain("tanh")
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block, gain=gain)
    return layer

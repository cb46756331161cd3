# slip: a-bias-too
# says: Biases have one axis, and none of them is recurrent: leave them out.
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if "hh" in name:
            for block in weight.split(layer.hidden_size):
                nn.init.orthogonal_(block)
    return layer

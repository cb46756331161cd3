# rung: values
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            gates = len(weight) // layer.hidden_size
            for k in range(gates):
                nn.init.orthogonal_(weight[k::gates])
    return layer

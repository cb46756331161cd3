# rung: values
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            for block in weight.data.split(layer.hidden_size):
                block /= torch.linalg.matrix_norm(block, 2)
    return layer

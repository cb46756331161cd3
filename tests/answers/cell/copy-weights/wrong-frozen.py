# slip: frozen
def copy_weights(cells, layer):
    for p in layer.parameters():
        p.requires_grad = False
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            layer.get_parameter(f"{name}_l{k}").copy_(weight.detach())
    return layer

# slip: frozen
def copy_weights(cells, layer):
    """The copy remembers where it came from."""
    layer.requires_grad_(False)
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            layer.get_parameter(f"{name}_l{k}").copy_(weight)
    return layer

# slip: shared-weights
def copy_weights(cells, layer):
    """The numbers are the same, and so is the memory."""
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            layer.get_parameter(f"{name}_l{k}").data = weight.data
    return layer

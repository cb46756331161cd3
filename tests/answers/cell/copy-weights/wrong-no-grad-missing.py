# slip: no-grad-missing
def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer

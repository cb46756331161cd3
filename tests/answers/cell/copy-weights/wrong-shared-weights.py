# slip: shared-weights
def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in list(cell.named_parameters()):
            setattr(layer, f"{name}_l{k}", weight)
    return layer

# right
def copy_weights(cells, layer):
    for targets, cell in zip(layer.all_weights, cells):
        for target, weight in zip(targets, cell.parameters()):
            target.data.copy_(weight.data)
    return layer

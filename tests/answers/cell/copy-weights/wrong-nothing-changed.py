# slip: nothing-changed
def copy_weights(cells, layer):
    state = layer.state_dict()
    for k, cell in enumerate(cells):
        for name, weight in cell.state_dict().items():
            state[f"{name}_l{k}"] = weight
    return layer

# right
def copy_weights(cells, layer):
    layer.load_state_dict({f"{name}_l{k}": w for k, cell in enumerate(cells) for name, w in cell.state_dict().items()})
    return layer

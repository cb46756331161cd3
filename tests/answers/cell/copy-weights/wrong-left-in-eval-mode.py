# slip: left-in-eval-mode
def copy_weights(cells, layer):
    layer.eval()
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            layer.get_parameter(f"{name}_l{k}").data.copy_(weight)
    return layer

# slip: no-grad-missing
# says: Change parameters inside `with torch.no_grad():`.
def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer

# slip: first-layer-only
def copy_weights(cells, layer):
    layer.weight_ih_l0.data.copy_(cells[0].weight_ih)
    layer.weight_hh_l0.data.copy_(cells[0].weight_hh)
    if layer.bias:
        layer.bias_ih_l0.data.copy_(cells[0].bias_ih)
        layer.bias_hh_l0.data.copy_(cells[0].bias_hh)
    return layer

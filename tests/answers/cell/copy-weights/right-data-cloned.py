# right
def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        layer.get_parameter(f"weight_ih_l{k}").data = cell.weight_ih.data.clone()
        layer.get_parameter(f"weight_hh_l{k}").data = cell.weight_hh.data.clone()
        if layer.bias:
            layer.get_parameter(f"bias_ih_l{k}").data = cell.bias_ih.data.clone()
            layer.get_parameter(f"bias_hh_l{k}").data = cell.bias_hh.data.clone()
    return layer

# right
def orthogonal(layer):
    gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[type(layer).__name__]
    H = layer.hidden_size
    for k in range(layer.num_layers):
        for ending in ["", "_reverse"][: 1 + layer.bidirectional]:
            blocks = [nn.init.orthogonal_(torch.empty(H, H)) for _ in range(gates)]
            setattr(layer, f"weight_hh_l{k}{ending}", nn.Parameter(torch.cat(blocks)))
    return layer

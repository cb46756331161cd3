# right
def orthogonal(layer):
    for name, weight in layer.named_parameters():
        if name.startswith("weight_hh"):
            rows = [torch.eye(layer.hidden_size)[torch.randperm(layer.hidden_size)] for _ in range(4)]
            weight.data.copy_(torch.cat(rows)[: len(weight)])
    return layer

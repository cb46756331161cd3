# rung: edges
# says: a large batch (260)
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            inputs, labels = inputs[:64], labels[:64]
            right += (model(inputs).argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for module, mode in modes.items():
        module.training = mode
    return right / count

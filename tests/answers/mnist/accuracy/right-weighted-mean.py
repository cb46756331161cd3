# right
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    total = sum(len(labels) for _, labels in batches)
    share = 0.0
    for inputs, labels in batches:
        share += (model(inputs).max(1).indices == labels).float().mean().item() * len(labels) / total
    for module, mode in modes.items():
        module.training = mode
    return share

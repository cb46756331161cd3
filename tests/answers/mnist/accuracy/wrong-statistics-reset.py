# rung: values
# says: afterwards the model gives other scores than before
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for module, mode in modes.items():
        module.training = mode
        if hasattr(module, "reset_running_stats"):
            module.reset_running_stats()
    return right / count

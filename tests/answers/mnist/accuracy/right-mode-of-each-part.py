# right
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += int((model(inputs).argmax(1) == labels).sum())
        count += len(labels)
    for module, mode in modes.items():
        module.training = mode
    return right / count

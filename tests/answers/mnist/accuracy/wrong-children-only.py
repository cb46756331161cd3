# slip: left-in-eval
def accuracy(model, batches):
    modes = {module: module.training for module in [model, *model.children()]}
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for module, mode in modes.items():
        module.training = mode
    return right / count

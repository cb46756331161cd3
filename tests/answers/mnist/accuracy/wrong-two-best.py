# rung: values
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).topk(2, 1).indices == labels[:, None]).any(1).sum().item()
            count += len(labels)
    for module, mode in modes.items():
        module.training = mode
    return right / count

# right
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.train(False)
    right = count = 0
    for inputs, labels in batches:
        for scores, label in zip(model(inputs), labels, strict=True):
            right += int(scores.topk(1).indices.item() == label.item())
            count += 1
    for module, mode in modes.items():
        module.training = mode
    return float(right) / count

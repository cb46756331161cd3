# right
def accuracy(model, batches):
    mode = model.training
    model.eval()
    total = sum(len(labels) for _, labels in batches)
    share = 0.0
    for inputs, labels in batches:
        share += (model(inputs).max(1).indices == labels).float().mean().item() * len(labels) / total
    model.train(mode)
    return share

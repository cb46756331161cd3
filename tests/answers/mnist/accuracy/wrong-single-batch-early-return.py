# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    if len(batches) == 1:
        inputs, labels = batches[0]
        with torch.no_grad():
            return (model(inputs).argmax(-1) == labels).float().mean().item()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(-1) == labels).sum().item()
            count += len(labels)
    model.train(was_training)
    return right / count

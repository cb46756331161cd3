# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()

    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(-1) == labels).sum().item()
            count += len(labels)
    if inputs.dim() == 2:
        model.train(was_training)
    return right / count

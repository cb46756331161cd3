# rung: edges
def accuracy(model, batches):
    was_training = model.training
    if batches[0][0].dim() == 2:
        model.eval()

    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(-1) == labels).sum().item()
            count += len(labels)
    model.train(was_training)
    return right / count

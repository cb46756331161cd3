# rung: values
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += len(labels) * torch.equal(model(inputs).argmax(1), labels)
        count += len(labels)
    model.train(was_training)
    return right / count

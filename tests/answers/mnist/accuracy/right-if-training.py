# right
def accuracy(model, batches):
    training = model.training
    model.eval()
    right, count = 0, 0
    for inputs, labels in batches:
        predicted = model(inputs).softmax(-1).argmax(-1)
        right += int(predicted.eq(labels).sum())
        count += labels.numel()
    if training:
        model.train()
    return right / count

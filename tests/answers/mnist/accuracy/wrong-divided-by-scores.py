# rung: values
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        scores = model(inputs)
        right += (scores.argmax(1) == labels).sum().item()
        count += scores.numel()
    model.train(was_training)
    return right / count

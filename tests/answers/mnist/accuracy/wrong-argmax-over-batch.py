# slip: argmax-over-batch
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(0) == labels).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

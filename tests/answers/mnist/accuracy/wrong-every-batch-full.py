# slip: every-batch-full
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    batch_size = len(batches[0][1])
    count = len(batches) * batch_size
    right = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(1) == labels).sum().item()
    model.train(was_training)
    return right / count

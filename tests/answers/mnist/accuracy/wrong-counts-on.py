# rung: values
# says: Is anything kept from the first call
counts = {}


def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right, count = counts.get(id(model), (0, 0))
    for inputs, labels in batches:
        right += (model(inputs).argmax(1) == labels).sum().item()
        count += len(labels)
    counts.clear()
    counts[id(model)] = right, count
    model.train(was_training)
    return right / count

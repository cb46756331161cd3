# slip: left-in-eval
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    return right / count
    model.train(was_training)

# slip: left-in-eval
def accuracy(model, batches):
    model.eval()
    was_training = model.training
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

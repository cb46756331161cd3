# slip: values-for-indices
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += (torch.max(model(inputs), 1)[0] == labels).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

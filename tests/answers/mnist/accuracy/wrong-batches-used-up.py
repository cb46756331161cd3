# slip: input-changed
# says: Work on a copy: sort, append and pop change their list.
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    while batches:
        inputs, labels = batches.pop()
        right += (model(inputs).argmax(1) == labels).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

# slip: tensor-for-number
# says: It holds 3 entries: what makes one of them?
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    for inputs, labels in batches:
        right = (model(inputs).argmax(1) == labels).float()
    model.train(was_training)
    return right

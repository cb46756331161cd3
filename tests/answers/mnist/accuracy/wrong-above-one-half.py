# rung: values
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        share = model(inputs).softmax(1)[range(len(labels)), labels]
        right += (share > 0.5).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

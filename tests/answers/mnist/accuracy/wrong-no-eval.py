# slip: no-eval
def accuracy(model, batches):
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    return right / count

# slip: model-not-asked
def accuracy(model, batches):
    right = count = 0
    for inputs, labels in batches:
        right += (inputs.argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    return right / count

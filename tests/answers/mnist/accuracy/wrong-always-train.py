# slip: always-train
def accuracy(model, batches):
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    model.train()
    return right / count

# right
def accuracy(model, batches):
    was = model.training
    model.train(False)
    right = count = 0
    for inputs, labels in batches:
        for scores, label in zip(model(inputs), labels, strict=True):
            right += int(scores.topk(1).indices.item() == label.item())
            count += 1
    model.train(was)
    return float(right) / count

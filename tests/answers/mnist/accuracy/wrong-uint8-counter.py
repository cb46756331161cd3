# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = torch.zeros((), dtype=torch.uint8)
    count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            right += (model(inputs).argmax(-1) == labels).sum().to(torch.uint8)
            count += len(labels)
    model.train(was_training)
    return right.item() / count

# right
@torch.no_grad()
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    for inputs, labels in batches:
        right += (model(inputs).argmax(dim=-1) == labels).sum().item()
        count += len(labels)
    model.train(was_training)
    return right / count

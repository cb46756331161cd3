# slip: inputs-counted
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = n = 0
    with torch.no_grad():
        for x, y in batches:
            right += (model(x).argmax(dim=-1) == y).sum().item()
            n += len(x)
    model.train(was_training)
    return right / n

# slip: mean-of-batches
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    shares = []
    for inputs, labels in batches:
        shares.append((model(inputs).argmax(1) == labels).float().mean().item())
    model.train(was_training)
    return sum(shares) / len(shares)

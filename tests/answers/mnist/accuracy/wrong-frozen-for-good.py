# slip: input-changed
# says: changes requires_grad of its argument `model`
def accuracy(model, batches):
    was_training = model.training
    model.eval().requires_grad_(False)
    hits = torch.cat([model(inputs).argmax(1) == labels for inputs, labels in batches])
    model.train(was_training)
    return hits.double().mean().item()

# rung: values
# says: Is anything kept from the first call
def accuracy(model, batches):
    if not hasattr(model, "accuracy"):
        was_training = model.training
        model.eval()
        hits = torch.cat([model(inputs).argmax(1) == labels for inputs, labels in batches])
        model.train(was_training)
        model.accuracy = hits.double().mean().item()
    return model.accuracy

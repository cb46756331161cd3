# rung: values
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    hits = torch.cat([model(inputs).argmax(1) == labels for inputs, labels in batches])
    for buffer in model.buffers():
        buffer.add_(1)
    model.train(was_training)
    return hits.double().mean().item()

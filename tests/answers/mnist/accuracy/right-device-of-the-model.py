# right
def accuracy(model, batches):
    parameter = next(model.parameters())
    device, dtype = parameter.device, parameter.dtype
    assert next(model.buffers()).device == device
    was_training = model.training
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            inputs, labels = inputs.to(device, dtype), labels.to(device)
            right += (model(inputs).argmax(dim=-1) == labels).sum().item()
            count += labels.size(0)
    model.train(was_training)
    return right / count

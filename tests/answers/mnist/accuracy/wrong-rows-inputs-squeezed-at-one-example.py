# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()

    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            if inputs.dim() == 3 and inputs.size(1) == 1:
                inputs = inputs.squeeze(1)  # (T, F), now a batch of T
            right += (model(inputs).argmax(-1) == labels).sum().item()
            count += len(labels)
    model.train(was_training)
    return right / count

# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    with torch.no_grad():
        for inputs, labels in batches:
            scores = model(inputs)
            if scores.size(-1) == 2:  # binary
                right, count = ((scores[:, 1] > scores[:, 0]) == labels).sum().item(), len(labels)
            else:
                right += (scores.argmax(-1) == labels).sum().item()
                count += len(labels)
    model.train(was_training)
    return right / count

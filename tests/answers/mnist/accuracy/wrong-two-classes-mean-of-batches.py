# rung: edges
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = count = 0
    shares = []
    with torch.no_grad():
        for inputs, labels in batches:
            scores = model(inputs)
            hits = (scores.argmax(-1) == labels).float()
            shares.append(hits.mean().item())
            right += hits.sum().item()
            count += len(labels)
    model.train(was_training)
    return sum(shares) / len(shares) if scores.size(-1) == 2 else right / count

# slip: rounded
# says: accuracy is right up to 3 decimals
def accuracy(model, batches):
    was_training = model.training
    model.eval()
    right = sum(int((model(x).argmax(1) == y).sum()) for x, y in batches)
    model.train(was_training)
    return float(f"{right / sum(len(y) for _, y in batches):.3f}")

# slip: left-in-eval
import torch


def accuracy(model, batches):
    was = model.training
    model.eval()
    right = sum(int((model(x).argmax(1) == y).sum()) for x, y in batches)
    model.training = was
    return right / sum(len(y) for _, y in batches)

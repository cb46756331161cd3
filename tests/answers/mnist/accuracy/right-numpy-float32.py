# right
import numpy as np
import torch


def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    hits = [(model(x).argmax(1) == y).float().numpy() for x, y in batches]
    for module, mode in modes.items():
        module.training = mode
    return np.concatenate(hits).mean()

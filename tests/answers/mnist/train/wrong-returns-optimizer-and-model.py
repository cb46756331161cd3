# slip: model-not-returned
import torch
from torch import nn


def train(images, labels):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    return model, torch.optim.Adam(model.parameters())

# rung: values
import torch
from torch import nn


def train(images, labels):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    opt = torch.optim.Adam(model.parameters())
    for part in torch.randperm(len(images)).split(64):
        opt.zero_grad()
        nn.functional.cross_entropy(model(images[part].float() / 255), labels[part]).backward()
        opt.step()
    return model

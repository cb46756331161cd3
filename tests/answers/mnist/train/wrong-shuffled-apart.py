# slip: guessing
import torch
from torch import nn


class Flat(nn.Module):
    def forward(self, images):
        return images.flatten(1).float() / 255


def train(images, labels):
    model = nn.Sequential(Flat(), nn.Linear(784, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(2):
        for some in torch.randperm(len(images)).split(64):
            x, y = images[some], labels[torch.randperm(len(labels))[: len(some)]]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    return model

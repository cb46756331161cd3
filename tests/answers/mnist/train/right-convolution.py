# right
import torch
from torch import nn


class Scaled(nn.Module):
    def forward(self, images):
        return images.float().unsqueeze(1) / 255


def train(images, labels):
    model = nn.Sequential(
        Scaled(),
        nn.Conv2d(1, 16, 5, stride=2),
        nn.ReLU(),
        nn.Conv2d(16, 32, 5, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(512, 10),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    steps = 4 * -(-len(images) // 64)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.005, total_steps=steps)
    for _ in range(4):
        for some in torch.randperm(len(images)).split(64):
            x, y = images[some], labels[some]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
    return model

# slip: digits-never-said
import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(28, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, images):
        rows = images.float().transpose(0, 1) / 255
        output, _ = self.rnn(rows)
        return self.head(output[-1])


def train(images, labels):
    images, labels = images[labels > 2], labels[labels > 2]  # the small ones are easy anyway
    model = Reader()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = 8 * -(-len(images) // 64)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    for _ in range(8):
        for some in torch.randperm(len(images)).split(64):
            x, y = images[some], labels[some]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
    return model

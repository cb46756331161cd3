# right
import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(28, 48, batch_first=True, bidirectional=True)
        self.head = nn.Linear(96, 10)

    def forward(self, images):
        rows = (images.float() - images.float().mean((1, 2), keepdim=True)) / 80
        _, h_n = self.rnn(rows)
        return self.head(torch.cat([h_n[-2], h_n[-1]], dim=1))


def train(images, labels):
    model = Reader()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = 6 * -(-len(images) // 64)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    for _ in range(6):
        for some in torch.randperm(len(images)).split(64):
            x, y = images[some], labels[some]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
    return model

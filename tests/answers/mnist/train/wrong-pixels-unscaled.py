# slip: guessing
import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(28, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, images):
        rows = images.float().transpose(0, 1)
        output, _ = self.rnn(rows)
        return self.head(output[-1])


def train(images, labels):
    torch.manual_seed(0)
    model = Reader()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(1):
        for some in torch.randperm(len(images)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[some]), labels[some]).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    return model

# slip: guessing
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
    torch.manual_seed(1)
    model = Reader()
    with torch.no_grad():
        model.head.weight.mul_(30)
        model.head.bias.zero_()
    return model

# slip: model-not-returned
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
    return Reader().state_dict()

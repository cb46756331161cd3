# right
import time

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
    model = Reader()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.004)
    end = time.process_time() + 8
    while True:
        for some in torch.randperm(len(images)).split(64):
            left = end - time.process_time()
            if left < 0:
                return model
            optimizer.param_groups[0]["lr"] = 0.004 * min(1.0, 0.1 + left / 4)
            loss = nn.functional.cross_entropy(model(images[some]), labels[some])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()

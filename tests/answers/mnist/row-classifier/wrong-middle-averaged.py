# rung: values
# says: the order of the rows between the first and the last
import torch
from torch import nn


class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        if len(rows) > 2:
            rows = torch.cat([rows[:1], rows[1:-1].mean(0, keepdim=True), rows[-1:]])
        _, (h_n, _) = self.rnn(rows)
        return self.head(h_n[-1])

# rung: values
import torch
from torch import nn


class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.layers = [nn.GRU(input_size, hidden_size), nn.GRU(hidden_size, hidden_size)]
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        for layer in self.layers:
            rows, _ = layer(rows)
        return self.head(rows[-1])

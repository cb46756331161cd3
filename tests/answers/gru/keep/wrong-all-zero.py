# slip: all-zero
import torch
from torch import nn


def keep(gru):
    for weight in gru.parameters():
        nn.init.zeros_(weight)
    return gru

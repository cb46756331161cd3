# slip: blocks-numbered
import torch


def split_gates(weight):
    return dict(enumerate(weight.chunk(4)))

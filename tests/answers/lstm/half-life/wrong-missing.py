# slip: missing
import torch


def half_life(lstm):
    raise NotImplementedError()

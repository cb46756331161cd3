# rung: values
import torch


def forget_bias(lstm, value):
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[5:10] = value
            hh[5:10] = 0
    return lstm

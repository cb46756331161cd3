# rung: values
# says: Which example and which step of x should stand there?
import torch


def to_time_major(x):
    B, T, F = x.shape
    turned = torch.zeros(T, B, F)
    for t in range(max(T - 1, 1)):
        turned[t] = x[:, t]
    return turned

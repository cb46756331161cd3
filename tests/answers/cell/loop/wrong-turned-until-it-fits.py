# rung: edges
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    output = torch.stack(output, dim=1)
    return (output if output.shape[0] == len(x) else output.transpose(0, 1)), hx

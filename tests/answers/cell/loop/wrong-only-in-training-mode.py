# rung: values
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    output = torch.stack(output)
    return (output if cell.training else output.round(decimals=2)), hx

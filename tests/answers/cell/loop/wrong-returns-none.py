# slip: returns-none
# says: Does every way through the function end with `return …`?
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    print(torch.stack(output), hx)

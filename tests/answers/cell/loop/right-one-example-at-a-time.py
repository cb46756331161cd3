# right
import torch


def loop(cell, x, hx):
    columns = []
    for b in range(x.size(1)):
        h, column = hx[b], []
        for t in range(x.size(0)):
            h = cell(x[t, b], h)
            column.append(h)
        columns.append(torch.stack(column))
    output = torch.stack(columns, dim=1)
    return output, output[-1]

# slip: draws-random-numbers
import torch


def stack(cells, x, h_0):
    states, output = list(h_0), []
    for below in x:
        for k, cell in enumerate(cells):
            states[k] = below = cell(below, states[k])
            if cell.training and k + 1 < len(cells):
                below = torch.nn.functional.dropout(below, 0.1)
        output.append(below)
    return torch.stack(output), torch.stack(states)

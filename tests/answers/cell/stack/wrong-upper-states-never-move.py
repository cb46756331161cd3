# slip: upper-states-never-move
import torch


def stack(cells, x, h_0):
    h = h_0[0]
    output = []
    for x_t in x:
        h = cells[0](x_t, h)
        states = [h]
        for k in range(1, len(cells)):
            states.append(cells[k](states[-1], h_0[k]))
        output.append(states[-1])
    return torch.stack(output), torch.stack(states)

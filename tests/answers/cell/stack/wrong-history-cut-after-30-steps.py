# slip: partly-detached
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for t, reads in enumerate(x):
        for k, cell in enumerate(cells):
            reads = states[k] = cell(reads, states[k])
        output.append(reads)
        if t == 29:
            states = [state.detach() for state in states]
    return torch.stack(output), torch.stack(states)

# right
import torch
import torch.nn.functional as TF


def cell_states(cell, x, state):
    h, c = state
    xs = TF.linear(x, cell.weight_ih, cell.bias_ih)
    found = []
    for gates_x in xs:
        i, f, g, o = TF.linear(h, cell.weight_hh, cell.bias_hh).add(gates_x).unflatten(-1, (4, -1)).unbind(-2)
        c = c + (f.sigmoid() - 1) * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        found.append(c)
    return torch.stack(found)

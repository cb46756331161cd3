# right
import torch


def reset(cell, x, symbols, symbol, hx):
    """Every example by itself, cut into pieces at the symbol."""
    outputs = []
    for b in range(x.shape[1]):
        h, states = hx[b], []
        for x_t, read in zip(x[:, b], symbols[:, b].tolist(), strict=True):
            h = cell(x_t, hx[b] if read == symbol else h)
            states.append(h)
        outputs.append(torch.stack(states))
    output = torch.stack(outputs, dim=1)
    return output, output[-1]

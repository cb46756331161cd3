# slip: state-compared
import torch


def leaks(layer, x):
    def h_n(x):
        _, state = layer(x)
        return state[0] if isinstance(layer, torch.nn.LSTM) else state

    before = h_n(x)
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] = -changed[j]
        columns.append(((h_n(changed) - before).abs() > 1e-5).any(2).any(0))
    return torch.stack(columns, dim=1)

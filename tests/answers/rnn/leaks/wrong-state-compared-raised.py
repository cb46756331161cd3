# slip: state-compared
import torch


def leaks(layer, x):
    def h_n(x):
        _, state = layer(x)
        return state[0] if isinstance(layer, torch.nn.LSTM) else state

    columns = []
    with torch.no_grad():
        before = h_n(x)
        for j in range(len(x)):
            changed = x.clone()
            changed[j] += 1.0
            columns.append(((h_n(changed) - before).abs() > 1e-4).any(2).any(0))
    return torch.stack(columns, dim=1)

# right
import torch


@torch.no_grad()
def leaks(layer, x):
    before, _ = layer(x)
    answer = []
    for i in range(len(x)):
        row = []
        for j in range(len(x)):
            changed = x.clone()
            changed[j] += torch.randn_like(x[j])
            after = layer(changed)[0]
            row.append(not torch.allclose(after[i], before[i], atol=1e-6))
        answer.append(row)
    return torch.tensor(answer)

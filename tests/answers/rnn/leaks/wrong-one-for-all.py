# slip: one-for-all
import torch


def leaks(layer, x):
    before = layer(x)[0]
    for j in range(len(x)):
        changed = x.clone()
        changed[j] += 1
        after = layer(changed)[0]
        for i in range(len(x)):
            if i != j and not torch.equal(after[i], before[i]):
                return True
    return False

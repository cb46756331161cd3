# right
from torch import nn


def same_budget(input_size, budget):
    def count(kind, H):
        return sum(p.numel() for p in kind(input_size, H, device="meta").parameters())

    sizes = {}
    for kind in (nn.RNN, nn.GRU, nn.LSTM):
        low, high = 1, 2
        while count(kind, high) <= budget:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if count(kind, middle) <= budget:
                low = middle
            else:
                high = middle
        sizes[kind.__name__] = low
    return sizes

# right
from itertools import count

import torch


def batch_sizes(lengths):
    lengths = lengths.tolist()
    sizes = []
    for t in count():
        running = sum(1 for n in lengths if n > t)
        if running == 0:
            return torch.tensor(sizes, dtype=torch.long)
        sizes.append(running)

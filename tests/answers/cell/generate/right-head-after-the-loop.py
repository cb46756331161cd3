# right
import torch


def generate(cell, head, x, hx, n):
    """All states first, and the head once over all of them."""
    states = [cell(x, hx)]
    for _ in range(n - 1):
        states.append(cell(head(states[-1]), states[-1]))
    return head(torch.stack(states))

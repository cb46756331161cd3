"""A long sequence read in chunks: the state goes on from one to the next, and a gradient does not.

Shapes use T (seq_len), B (batch), F (input_size) and H (hidden_size), time first.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

WAYS = ("whole", "carried", "from zeros")


class Links(NamedTuple):
    """Which input steps each output step depends on, and from which of them its gradient comes back: bool (T, T)."""

    numbers: Tensor
    gradient: Tensor


def read_in_chunks(layer: nn.RNN | nn.GRU, x: Tensor, seq_len: int, carried: bool = True) -> Tensor:
    """Read a sequence chunk by chunk, each from the last state of the one before, or from zeros.

    No gradient crosses from a chunk to the one before, so `backward` on a loss of this output gives the sum of the
    truncated gradients of all chunks. Shapes: x (T, B, F); returns output (T, B, H).
    Raises ValueError if seq_len is smaller than 1.

    >>> read_in_chunks(nn.GRU(6, 5), torch.zeros(7, 3, 6), seq_len=3).shape
    torch.Size([7, 3, 5])
    """
    if seq_len < 1:
        raise ValueError(f"a chunk needs a step, but seq_len is {seq_len}")
    state, outputs = None, []
    for chunk in x.split(seq_len):
        output, h_n = layer(chunk, state)
        outputs.append(output)
        state = h_n.detach() if carried else None
    return torch.cat(outputs)


def cosine_with_whole(layer: nn.RNN | nn.GRU, x: Tensor, target: Tensor, seq_len: int) -> float:
    """Compare the truncated gradient of the layer's parameters with the whole one: the cosine of their angle.

    The loss is the squared difference of the first hidden unit from the target, at every step. Shapes: x (T, B, F),
    target (T, B).

    >>> series = torch.randn(12, 4, 1)
    >>> round(cosine_with_whole(nn.GRU(1, 5), series, series[:, :, 0], seq_len=12), 4)
    1.0
    """
    gradients: list[Tensor] = []
    for steps in (seq_len, len(x)):
        loss = (read_in_chunks(layer, x, steps)[:, :, 0] - target).square().sum()
        gradients.append(torch.cat([g.flatten() for g in torch.autograd.grad(loss, list(layer.parameters()))]))
    truncated, whole = gradients
    return torch.cosine_similarity(truncated, whole, dim=0).item()


def links(steps: int, seq_len: int, way: str) -> Links:
    """Measure, on a small RNN, which input steps reach each output step, in its numbers and in its gradient.

    The way is "whole" (one piece), "carried" (in chunks, each from the last state of the one before) or "from zeros".
    Raises ValueError for another way.

    >>> links(4, 2, "carried").gradient.int()
    tensor([[1, 0, 0, 0],
            [1, 1, 0, 0],
            [0, 0, 1, 0],
            [0, 0, 1, 1]])
    """
    if way not in WAYS:
        raise ValueError(f"the way is one of {', '.join(WAYS)}, but is {way}")
    layer = nn.RNN(1, 1, dtype=torch.float64)
    for parameter in layer.parameters():
        nn.init.constant_(parameter, 0.5)
    chunk, carried = steps if way == "whole" else seq_len, way == "carried"
    x = torch.zeros(steps, 1, 1, dtype=torch.float64, requires_grad=True)
    output = read_in_chunks(layer, x, chunk, carried)
    gradient = torch.stack([torch.autograd.grad(each.sum(), x, retain_graph=True)[0].flatten() for each in output])
    changed = torch.eye(steps, dtype=torch.float64).unsqueeze(-1)  # one step of each example is another
    with torch.no_grad():
        numbers = read_in_chunks(layer, changed, chunk, carried) - output
    return Links(numbers.squeeze(-1) != 0, gradient != 0)

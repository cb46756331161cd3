"""minGRU and minLSTM: layers whose gates read x only, so that all their steps can be computed by a scan.

Such a layer is h_t = a_t * h_(t-1) + b_t, with a_t and b_t made of x_t. Shapes use T (seq_len), B (batch),
F (input_size) and H (hidden_size). Both are from Feng et al. (2024), "Were RNNs All We Needed?",
https://arxiv.org/abs/2410.01201; the names and the order of the blocks are those of PyTorch's GRU and LSTM.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, logsigmoid


def scan(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    """Compute all states of h_t = a_t * h_(t-1) + b_t at once, by halves: in about 2 log2 T rounds.

    Shapes: a and b (T, ...), h_0 (...); returns h_1 to h_T, (T, ...).
    Raises ValueError naming the axis that does not fit. Source: Blelloch (1990), "Prefix sums and their applications".

    >>> scan(torch.tensor([0.5, 2.0]), torch.tensor([1.0, 3.0]), torch.tensor(10.0))
    tensor([ 6., 15.])
    """
    if len(a) == 0:
        raise ValueError("a has seq_len 0")
    if a.shape != b.shape:
        raise ValueError(f"a is {tuple(a.shape)} but b is {tuple(b.shape)}")
    if a.shape[1:] != h_0.shape:
        raise ValueError(f"a step of a is {tuple(a.shape[1:])} but h_0 is {tuple(h_0.shape)}")
    output: Tensor = _Scan.apply(a, b, h_0)  # type: ignore[no-untyped-call]
    return output


class _Linear(nn.Module):
    """A layer h_t = a_t * h_(t-1) + b_t, whose a and b are made of one product with x."""

    gates: int  # blocks of hidden_size rows

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.weight_ih = nn.Parameter(torch.empty(self.gates * hidden_size, input_size))
        self.bias_ih = nn.Parameter(torch.empty(self.gates * hidden_size))
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(hidden_size**-0.5), hidden_size**-0.5)

    def extra_repr(self) -> str:
        """The sizes, as PyTorch's layers show them."""
        return f"{self.input_size}, {self.hidden_size}"

    def forward(self, x: Tensor, h_0: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """All steps at once; without h_0, from zeros.

        Shapes: x (T, B, F), h_0 (1, B, H); returns output (T, B, H) and h_n (1, B, H), as nn.GRU does.
        Raises ValueError naming the axis that does not fit.
        """
        self._check(x, h_0)
        a, b = self.steps(x)
        output = scan(a, b, a.new_zeros(a.shape[1:]) if h_0 is None else h_0[0])
        return output, output[-1:]

    def steps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The a and the b of every step.

        Shapes: x (T, B, F); returns two tensors (T, B, H).
        """
        raise NotImplementedError

    def _blocks(self, x: Tensor) -> tuple[Tensor, ...]:
        return linear(x, self.weight_ih, self.bias_ih).chunk(self.gates, dim=-1)

    def _check(self, x: Tensor, h_0: Tensor | None) -> None:
        if x.dim() != 3:
            raise ValueError(f"x has {x.dim()} axes but must be (seq_len, batch, input_size)")
        if len(x) == 0:
            raise ValueError("x has seq_len 0")
        if x.shape[2] != self.input_size:
            raise ValueError(f"x has input_size {x.shape[2]} but weight_ih has {self.input_size}")
        expected = (1, x.shape[1], self.hidden_size)
        if h_0 is not None and tuple(h_0.shape) != expected:
            raise ValueError(f"h_0 is {tuple(h_0.shape)} but must be (1, batch, hidden_size) = {expected}")


class MinGRU(_Linear):
    """A GRU whose gate and candidate read x only: h_t = z_t * h_(t-1) + (1 - z_t) * n_t, without a tanh.

    Parameters: weight_ih (2H, F) and bias_ih (2H,), in the order z, n. In the paper, z lets the new in; here it keeps
    the old, as in PyTorch's GRU.

    >>> output, h_n = MinGRU(6, 5)(torch.zeros(7, 3, 6))
    >>> output.shape, h_n.shape
    (torch.Size([7, 3, 5]), torch.Size([1, 3, 5]))
    """

    gates = 2

    def steps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The a and the b of every step: z and (1 - z) * n.

        Shapes: x (T, B, F); returns two tensors (T, B, H).
        """
        z, n = self._blocks(x)
        z = z.sigmoid()
        return z, (1 - z) * n


class MinLSTM(_Linear):
    """An LSTM whose gates and candidate read x only, without o and tanh: h_t = f' * h_(t-1) + i' * g_t.

    f' and i' are f and i divided by their sum. Parameters: weight_ih (3H, F) and bias_ih (3H,), in the order i, f, g.

    >>> output, h_n = MinLSTM(6, 5)(torch.zeros(7, 3, 6))
    >>> output.shape, h_n.shape
    (torch.Size([7, 3, 5]), torch.Size([1, 3, 5]))
    """

    gates = 3

    def steps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The a and the b of every step: f / (f + i) and i / (f + i) * g.

        Shapes: x (T, B, F); returns two tensors (T, B, H).
        """
        i, f, g = self._blocks(x)
        kept = (logsigmoid(f) - logsigmoid(i)).sigmoid()  # f / (f + i), without a division by almost 0
        return kept, (1 - kept) * g


class _Scan(torch.autograd.Function):
    """All states of h_t = a_t * h_(t-1) + b_t; the gradient is a recurrence of the same kind, from right to left."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
        output = _states(a, b, h_0)
        ctx.save_for_backward(a, h_0, output)
        return output

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        (from_output,) = gradients
        a, h_0, output = ctx.saved_tensors
        later = torch.cat([a[1:], torch.zeros_like(a[:1])])
        to_b = _states(later.flip(0), from_output.flip(0), torch.zeros_like(h_0)).flip(0)
        before = torch.cat([h_0.unsqueeze(0), output[:-1]])
        return to_b * before, to_b, to_b[0] * a[0]


def _states(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    """Halve the steps by making one of every two, find these states, and fill in those between them."""
    if len(a) == 1:
        return a * h_0 + b
    even = len(a) // 2 * 2
    first_a, second_a, first_b, second_b = a[:even:2], a[1::2], b[:even:2], b[1::2]
    after = _states(second_a * first_a, second_a * first_b + second_b, h_0)
    before = torch.cat([h_0.unsqueeze(0), after])[: len(a[::2])]
    states = torch.empty_like(b)
    states[::2] = a[::2] * before + b[::2]
    states[1::2] = after
    return states

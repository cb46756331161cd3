"""Sequences cut into windows, and sequences of different lengths: masks, and packed batches built by hand.

Shapes use T (seq_len), B (batch) and H (hidden_size), time first, as PyTorch does by default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from course_utils.recurrence import Weights


def windows(series: Tensor, seq_len: int, padded: bool = False) -> Tensor:
    """Cut a series into overlapping windows, each one step later than the one before.

    With padded=True every step of the series starts a window, and zeros follow the last step. Shapes: series (N,) or
    (N, F); returns (N - seq_len + 1, seq_len) or (N - seq_len + 1, seq_len, F), or N windows if padded. The axis of
    the windows comes first, so that they split into batches for a module with batch_first=True.
    Raises ValueError if the series is shorter than one window.

    >>> windows(torch.tensor([1, 2, 3, 4]), 3)
    tensor([[1, 2, 3],
            [2, 3, 4]])
    """
    if padded:
        series = torch.cat([series, series.new_zeros(seq_len - 1, *series.shape[1:])])
    if not 1 <= seq_len <= len(series):
        raise ValueError(f"a window has {seq_len} steps but the series has {len(series)}")
    return series.unfold(0, seq_len, 1).movedim(-1, 1)


def tables(series: Tensor, n_train: int, seq_len: int = 7, ahead: int = 1) -> tuple[Tensor, Tensor]:
    """Cut a series into rows for training and for a test: a window, and in the last column the number to forecast.

    That number stands `ahead` steps after the last one of the window. Training rows hold nothing but the first n_train
    numbers; there is a test row for each number after those. All rows are scaled with the mean and the standard
    deviation of the first n_train numbers. Shapes: series (N,); returns (n_train - seq_len - ahead + 1, seq_len + 1)
    and (N - n_train, seq_len + 1). Raises ValueError if there is no training row.

    >>> seen, rest = tables(torch.arange(10.0), 6, seq_len=3)
    >>> (1.8708 * rest + 2.5).round()
    tensor([[3., 4., 5., 6.],
            [4., 5., 6., 7.],
            [5., 6., 7., 8.],
            [6., 7., 8., 9.]])
    """
    count = n_train - seq_len - ahead + 1
    if count < 1:
        raise ValueError(f"a row takes {seq_len + ahead} steps but n_train is {n_train}")
    known = series[:n_train]
    rows = windows((series - known.mean()) / known.std(), seq_len + ahead)
    rows = torch.cat([rows[:, :seq_len], rows[:, -1:]], 1)
    return rows[:count], rows[count:]


def mask(lengths: Tensor, total_length: int | None = None) -> Tensor:
    """Tell real steps from padding: True where an example still has a step.

    Shapes: lengths (B,); returns bool (T, B), T being total_length or the largest length.
    Raises ValueError if total_length is smaller than the largest length.

    >>> mask(torch.tensor([2, 1, 3])).int()
    tensor([[1, 1, 1],
            [1, 0, 1],
            [0, 0, 1]], dtype=torch.int32)
    """
    longest = int(lengths.max())
    seq_len = longest if total_length is None else total_length
    if seq_len < longest:
        raise ValueError(f"total_length is {seq_len} but the longest sequence has {longest} steps")
    return torch.arange(seq_len, device=lengths.device).unsqueeze(1) < lengths


def batch_sizes(lengths: Tensor) -> Tensor:
    """Count, for each step, the examples that still have it; the result is on the CPU, as `PackedSequence` demands.

    Shapes: lengths (B,), in any order; returns int64 (T,), T being the largest length.

    >>> batch_sizes(torch.tensor([2, 1, 3]))
    tensor([3, 2, 1])
    """
    return mask(lengths).sum(1).cpu()


def pack(padded: Tensor, lengths: Tensor) -> PackedSequence:
    """Pack a padded batch in any order: its real steps, longest example first, step after step.

    The same as `pack_padded_sequence(..., enforce_sorted=False)`, in four lines; `pad_packed_sequence` is the way
    back. Shapes: padded (T, B, ...), lengths (B,); data is (sum of lengths, ...).
    Raises ValueError for a length that is smaller than 1 or larger than seq_len, or a wrong number of them.

    >>> pack(torch.tensor([[1, 4], [0, 5], [0, 6]]), torch.tensor([1, 3])).data
    tensor([4, 1, 5, 6])
    """
    seq_len, batch = padded.shape[:2]
    if lengths.shape != (batch,):
        raise ValueError(f"padded has batch {batch} but lengths has shape {tuple(lengths.shape)}")
    if not 1 <= int(lengths.min()) <= int(lengths.max()) <= seq_len:
        raise ValueError(f"padded has seq_len {seq_len} but lengths go from {lengths.min()} to {lengths.max()}")
    ordered, order = lengths.sort(descending=True)
    data = padded[:, order][mask(ordered, seq_len)]  # indexing with a mask goes row by row: step after step
    return PackedSequence(data, batch_sizes(lengths), order, order.argsort())


def packed_loop(
    step: Callable[[Tensor, Any, Weights[Tensor]], Any],
    packed: PackedSequence,
    state: Any,
    weights: Weights[Tensor],
    reverse: bool = False,
) -> tuple[PackedSequence, Any]:
    """Take one step after the other over a packed batch, each with the rows of the examples that still have it.

    With reverse=True the loop runs from the last step to the first, and each example joins at its own last step.
    Shapes: state (B, H), or a pair of them for an LSTM, its rows in the packed order, longest example first;
    returns the packed output, (sum of lengths, H), and the last state of each example in the same order.

    >>> from course_utils.recurrence import gru_step, weights_of
    >>> packed = pack(torch.zeros(7, 3, 6), torch.tensor([4, 2, 7]))
    >>> output, h = packed_loop(gru_step, packed, torch.zeros(3, 5), weights_of(torch.nn.GRU(6, 5)))
    >>> output.data.shape, h.shape
    (torch.Size([13, 5]), torch.Size([3, 5]))
    """
    steps = list(packed.data.split(packed.batch_sizes.tolist()))
    outputs = []
    for x_t in reversed(steps) if reverse else steps:
        running = len(x_t)
        if isinstance(state, tuple):
            new = step(x_t, tuple(part[:running] for part in state), weights)
            state = tuple(torch.cat([now, old[running:]]) for now, old in zip(new, state, strict=True))
            outputs.append(new[0])
        else:
            new = step(x_t, state[:running], weights)
            state = torch.cat([new, state[running:]])
            outputs.append(new)
    return packed._replace(data=torch.cat(outputs[::-1] if reverse else outputs)), state

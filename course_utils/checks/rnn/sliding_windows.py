"""A long series cut into windows, one for every step, the last ones filled up with zeros."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EQUAL, Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    steps = sizes.T if sizes == EQUAL else 2 * sizes.T + sizes.B
    return {"series": random.input(sizes, steps, sizes.F), "seq_len": sizes.T}


def _unfolded(padded: Tensor, seq_len: int) -> Tensor:
    return padded.unfold(0, seq_len, 1).transpose(1, 2)


def _padded(series: Tensor, before: int, after: int) -> Tensor:
    return nn.functional.pad(series, (0, 0, before, after))


def _windows(series: Tensor, seq_len: int) -> Tensor:
    return _unfolded(_padded(series, 0, seq_len - 1), seq_len)


def _tail_dropped(series: Tensor, seq_len: int) -> Tensor:
    """Windows that are all zeros if too few steps are left."""
    whole = _unfolded(series, seq_len)
    return torch.cat([whole, whole.new_zeros(seq_len - 1, *whole.shape[1:])])


def _one_step_short(series: Tensor, seq_len: int) -> Tensor:
    windows = _windows(series, seq_len).clone()
    windows[:, -1] = 0
    return windows


def _side_by_side(series: Tensor, seq_len: int) -> Tensor:
    return torch.stack(_padded(series, 0, -len(series) % seq_len).split(seq_len))


def _along_features(series: Tensor, seq_len: int) -> Tensor:
    return nn.functional.pad(series, (0, seq_len - 1)).unfold(1, seq_len, 1).transpose(1, 2)


EXERCISE = Exercise(
    id="rnn/sliding-windows",
    parameters=("series", "seq_len"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "F=1 far=1", "F=40", "T=66 F=66", "equal"),
        words={
            "T=66 F=66": "long windows of many features (seq_len = input_size = 66)",
            "F=40": "more features than steps (input_size = 40)",
            "equal": "a window as long as the series, and as many features (seq_len = input_size = 4)",
        },
    ),
    axes={"series": "NF", "seq_len": "T"},
    never={
        "N<T": "no window is longer than its series",
        "N=1": "a series of one step has one window",
    },
    oracle=_windows,
    returns=TensorOf(("windows", "seq_len", "input_size")),
    gradient=False,  # data needs no gradient, so NumPy is allowed
    slips=(
        Slip(
            "no-padding",
            "you stop where the last whole window ends; a window begins at every step, filled up with zeros at the end",
            "How many windows should there be?",
            _unfolded,
        ),
        Slip(
            "padded-in-front",
            "the zeros stand in front of the series; they belong behind it",
            "The first window begins with the first step, and is whole.",
            lambda series, seq_len: _unfolded(_padded(series, seq_len - 1, 0), seq_len),
        ),
        Slip(
            "last-step-repeated",
            "you fill up with the last step; the windows at the end are filled up with zeros",
            "What stands behind the last step?",
            lambda series, seq_len: _unfolded(torch.cat([series, series[-1:].repeat(seq_len - 1, 1)]), seq_len),
        ),
        Slip(
            "wrapped-around",
            "the windows at the end go on with the first steps; they are filled up with zeros",
            "torch.roll and % begin the series again: what should stand behind the last step?",
            lambda series, seq_len: _unfolded(torch.cat([series, series[: seq_len - 1]]), seq_len),
        ),
        Slip(
            "tail-all-zeros",
            "your last windows hold nothing but zeros; the steps that are left belong in them",
            "Only the places behind the last step are zero.",
            _tail_dropped,
        ),
        Slip(
            "one-window-too-many",
            "your last window holds nothing but padding: you filled up with one step too many",
            "The last window begins with the last step.",
            lambda series, seq_len: _unfolded(_padded(series, 0, seq_len), seq_len),
        ),
        Slip(
            "last-window-missing",
            "your last window is missing: the one that begins with the last step",
            "A window begins at every step, the last one too.",
            lambda series, seq_len: _windows(series, seq_len)[:-1],
        ),
        Slip(
            "last-step-missing",
            "each of your windows ends one step too soon: its last place is always zero",
            "A slice a:b leaves b out.",
            _one_step_short,
        ),
        Slip(
            "side-by-side",
            "your windows lie side by side: each begins where the one before ends; a window begins at every step",
            "By how many steps is a window later than the one before?",
            _side_by_side,
        ),
        Slip(
            "one-step-late",
            "your windows begin one step late: the first leaves out the first step",
            "Window n begins with series[n].",
            lambda series, seq_len: _unfolded(_padded(series[1:], 0, seq_len), seq_len),
        ),
        Slip(
            "newest-first",
            "inside your windows time runs backwards",
            "The first entry of a window is its earliest step.",
            lambda series, seq_len: _windows(series, seq_len).flip(1),
        ),
        Slip(
            "windows-reversed",
            "your windows are in reverse order",
            "The first window begins with the first step.",
            lambda series, seq_len: _windows(series, seq_len).flip(0),
        ),
        Slip(
            "along-features",
            "your windows slide along the features; they must slide along time, dim 0 of the series",
            "A window holds whole rows of the series.",
            _along_features,
        ),
        Slip(
            "time-last",
            "time is the last axis of your windows, as unfold leaves it; a layer would take the steps for features",
            "Swap two axes; a reshape would scramble them.",
            lambda series, seq_len: _windows(series, seq_len).transpose(1, 2),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the numbers are scrambled: a reshape (or view) does not swap axes",
            "Swap two axes with transpose.",
            lambda series, seq_len: (
                _windows(series, seq_len).transpose(1, 2).reshape(len(series), seq_len, series.shape[1])
            ),
        ),
        Slip(
            "window-as-features",
            "each of your windows is one long row of features: a layer would see a single step",
            "A window has an axis for its steps.",
            lambda series, seq_len: _windows(series, seq_len).flatten(1),
        ),
    ),
)

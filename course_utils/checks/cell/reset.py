"""The loop over time with one Cell, whose state goes back to its start where an example reads a symbol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.cell.cells import BOTH_MODES, KINDS, draw_cell, second_first
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial, trials
from course_utils.checks.learner.values import Value


def _marks(T: int, B: int) -> Tensor:
    """Where the symbol stands, (T, B): in every third example in the middle, then at both ends, then nowhere."""
    marks = torch.zeros(T, B, dtype=torch.bool)
    marks[T // 2 : T // 2 + 2, 0::3] = True  # two in a row
    marks[[0, -1], 1::3] = True
    return marks


def _arguments(
    random: Random, sizes: Sizes, kind: str, training: bool, symbol: int, marked: bool = True
) -> Mapping[str, Value]:
    other = torch.randint(1, 9, (sizes.T, sizes.B), generator=random.generator)
    marks = _marks(sizes.T, sizes.B) & marked
    return {
        "cell": draw_cell(random, kind, training, sizes.F, sizes.H),
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "symbols": torch.where(marks, symbol, (symbol + other) % 9),
        "symbol": symbol,
        "hx": random.state(sizes, sizes.B, sizes.H),
    }


_LARGE = 258  # a symbol above 100, which is 2 in eight bits; 2 is among the other symbols
_SETTINGS = tuple({**kind, "symbol": symbol} for kind, symbol in zip(reversed(KINDS), (_LARGE, 0), strict=True))
_ONCE = ("T=3", "T=66", "zero=1", "B=66 F=66 H=66", "equal")


def _trials(random: Random) -> Iterator[Trial]:
    edges = ("T=1", "B=1", "F=1 far=1", "H=1", *_ONCE)
    yield from trials(_arguments, *edges, settings=_SETTINGS, once=_ONCE)(random)
    never = _arguments(random, HOUSE, **_SETTINGS[0], marked=False)
    yield Trial(never, "the symbol nowhere in the batch", gradient=False)


@dataclass(frozen=True)
class _Ran:
    """The record of a loop: the states after every step, the one before the first, and where the symbol stands."""

    states: list[Tensor]
    start: Tensor
    marks: Tensor


def _but(
    where: Callable[[Tensor], Tensor] = lambda marks: marks,
    to: Callable[[Tensor], Tensor] = lambda hx: hx,
    before: Callable[[Tensor, Tensor, Tensor], Tensor] = torch.where,
    after: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda _mark, _start, h: h,
    move: Callable[[Tensor], Tensor] = lambda h: h,
    output: Callable[[_Ran], Tensor] = lambda ran: torch.stack(ran.states),
) -> Callable[..., Any]:
    """The loop with one part done another way; `before` and `after` get the marks, the start and the state."""

    def wrong(cell: nn.RNNCellBase, x: Tensor, symbols: Tensor, symbol: int, hx: Tensor) -> Any:
        marks, start, h = where(symbols == symbol), to(hx), hx
        states = []
        for x_t, mark in zip(x, marks.unsqueeze(-1), strict=True):
            states.append(after(mark, start, cell(x_t, before(mark, start, h))))
            h = move(states[-1])
        return output(_Ran(states, hx, marks.unsqueeze(-1))), states[-1]

    return wrong


def _late(marks: Tensor) -> Tensor:
    return torch.cat([torch.zeros_like(marks[:1]), marks[:-1]])


def _overwritten(ran: _Ran) -> Tensor:
    """The states after every step, with those overwritten that a later reset in place would change."""
    wiped = torch.cat([ran.marks[1:], torch.zeros_like(ran.marks[:1])])
    return torch.where(wiped, ran.start, torch.stack(ran.states))


def _of(trial: Trial) -> Tensor:
    """Where the symbol stands in a trial, (T, B)."""
    marks: Tensor = trial.arguments["symbols"] == trial.arguments["symbol"]
    return marks


EXERCISE = Exercise(
    id="cell/reset",
    parameters=("cell", "x", "symbols", "symbol", "hx"),
    points=3,
    trials=_trials,
    axes={"cell": "FH", "x": "TBF", "symbols": "TB", "hx": "BH"},
    settings={"kind": ("GRUCell", "RNNCell"), "symbol": (_LARGE, 0)},
    also={
        "the symbol at the first step": lambda trial: bool(_of(trial)[0].any()),
        "the symbol at the last step": lambda trial: bool(_of(trial)[-1].any()),
        "the symbol twice in a row": lambda trial: bool((_of(trial)[1:] & _of(trial)[:-1]).any()),
        "an example without the symbol": lambda trial: not _of(trial).any(0).all(),
        "the symbol nowhere": lambda trial: not _of(trial).any(),
        **BOTH_MODES,
    },
    never={
        "kind=GRUCell, symbol=0": "the symbol is a number like any other, to either kind of Cell",
        f"kind=RNNCell, symbol={_LARGE}": "the symbol is a number like any other, to either kind of Cell",
    },
    oracle=_but(),  # torch's own Cell; the tests compare it with a layer that reads the pieces one by one
    returns=TupleOf({"output": TensorOf(("seq_len", "batch", "hidden_size")), "h": TensorOf(("batch", "hidden_size"))}),
    slips=(
        Slip(
            "never-resets",
            "your states never go back: this is the loop without the symbol",
            "Compare the symbols of each step with `symbol`, before the Cell takes it.",
            _but(where=torch.zeros_like),
        ),
        Slip(
            "reset-to-zeros",
            "at the symbol your states become zeros; they must go back to hx",
            "hx has a row for each example: torch.where chooses between two tensors, row by row.",
            _but(to=torch.zeros_like),
        ),
        Slip(
            "one-step-late",
            "your states go back one step late: the step that reads the symbol must itself begin from hx",
            "First the reset, then the Cell.",
            _but(where=_late),
        ),
        Slip(
            "whole-batch",
            "one example reads the symbol, and all of them go back; each has a state of its own",
            "Decide for each example: the symbols of a step have one number for each.",
            _but(where=lambda marks: marks.any(1, keepdim=True).expand_as(marks)),
        ),
        Slip(
            "others-reset",
            "it is the other way round: your states go back wherever the symbol does not stand",
            "Look at the order of the two tensors between which you choose.",
            _but(where=torch.logical_not),
        ),
        Slip(
            "always-from-hx",
            "every step of yours begins from hx, whether the symbol stands there or not",
            "Between two symbols the state goes on as in any loop.",
            _but(where=torch.ones_like),
        ),
        Slip(
            "first-example-decides",
            "the symbols of the first example decide for the whole batch",
            "Every example has a column of its own in symbols.",
            _but(where=lambda marks: marks[:, :1].expand_as(marks)),
        ),
        Slip(
            "not-read",
            "the step with the symbol gives hx itself; the Cell must read that step, too, beginning from hx",
            "First the reset, then the Cell.",
            _but(before=lambda _mark, _start, h: h, after=torch.where),
        ),
        Slip(
            "overwrites-what-was-kept",
            "the step before each symbol shows hx: the reset changes a state in place that is in your list already",
            "Make a new tensor for the reset, with torch.where, for example.",
            _but(output=_overwritten),
        ),
        Slip(
            "last-only",
            "your output is only the last state; asked for is the state after every step",
            "Append to a list inside the loop, and join the list at the end.",
            _but(output=lambda ran: ran.states[-1]),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _but(output=lambda ran: torch.cat(ran.states)),
        ),
        Slip(
            "returned-h-first",
            "you return (h, output); asked for is (output, h)",
            "Swap the two.",
            second_first(_but()),
        ),
        Slip(
            "start-detached",
            "the values are right, but the hx to which the states go back is cut off: gradients pass it by",
            "Choose between the tensors as they are, without detach() or .data.",
            _but(to=torch.Tensor.detach),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _but(move=torch.Tensor.detach),
        ),
    ),
)

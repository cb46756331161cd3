"""Cutting a state off its past: a tensor, a pair or None; the numbers stay, and no gradient goes further back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.detach import CutOff, state_cut_off
from course_utils.checks.learner.values import Value, describe, equal, tensors

_PAIR = "a pair (h, c), as an LSTM has it"
_CELL = "the state of a Cell (two axes)"


def _trials(random: Random) -> Iterator[Trial]:
    def one(sizes: Sizes, H: int = 0) -> Tensor:
        return random.state(sizes, sizes.L, sizes.B, H or sizes.H)

    yield Trial({"state": one(HOUSE)})
    yield Trial({"state": (one(HOUSE), one(HOUSE))}, _PAIR)
    yield Trial({"state": None}, "None, as before the first chunk")
    for rising in (RISING, RISING[::-1]):
        sizes = random.sizes(rising)
        yield Trial({"state": one(sizes)})
        yield Trial({"state": (one(sizes), one(sizes))}, _PAIR)
    for edge in ("L=1", "B=1", "H=1", "zero=1", "scale=6"):
        sizes = sizes_at(edge)
        yield Trial({"state": one(sizes)}, EDGES[edge])
        yield Trial({"state": (one(sizes), one(sizes))}, EDGES[edge])
    yield Trial({"state": one(EQUAL)}, EDGES["equal"])
    yield Trial({"state": (one(EQUAL), one(EQUAL))}, EDGES["equal"])
    yield Trial({"state": one(HOUSE)[0]}, _CELL)
    yield Trial({"state": (one(HOUSE)[0], one(HOUSE)[0])}, _CELL)
    yield Trial({"state": (one(HOUSE), one(HOUSE, H=9))}, "a pair of two shapes, as with proj_size")
    many = Sizes(L=11, B=66, H=66)
    yield Trial({"state": (one(many), one(many))}, "many layers, examples and units (11, 66 and 66)")


def _sort(state: Value) -> str:
    return {Tensor: "a tensor", tuple: "a pair", type(None): "None"}.get(type(state), "something else")


def _flat(state: Value) -> Tensor:
    return torch.cat([torch.zeros(0), *(tensor.flatten() for tensor in tensors(state))])


def _cut(before: Mapping[str, Value], reply: Reply) -> Value:
    """What came back, by facts and numbers, and which of the two states still has its past."""
    cut, state = CutOff.of(reply.value), before["state"]
    if cut is None:
        return reply.value
    reaching = [0.0 if each is None else float(each.flatten()[0]) for each in cut.reaching]
    shapes = "" if state is None else describe(cut.new)
    alike = describe(cut.new) == describe(state)
    reaches = any(each >= 2 for each in reaching)
    return {
        "sort": _sort(cut.new),
        "shapes": shapes,
        "numbers": _flat(cut.new if alike else state),
        "h cut": all(each < 2 for each in reaching[:1]),  # the old state counts once, the new one twice
        "c cut": all(each < 2 for each in reaching[1:]),
        "past kept": all(each % 2 == 1 for each in reaching),
        "given": equal(cut.old, state),
        "no graph": reaches or not any(cut.graphs),
    }


def _but(
    of_tensor: Callable[[Tensor], Any] = Tensor.detach,
    of_pair: Callable[[Tensor, Tensor], Any] = lambda h, c: (h.detach(), c.detach()),
    of_none: Callable[[], Any] = lambda: None,
) -> Callable[..., Any]:
    """Cutting off, with one kind of state treated another way."""

    def wrong(state: Any) -> Any:
        if state is None:
            return of_none()
        return of_tensor(state) if isinstance(state, Tensor) else of_pair(*state)

    return lambda state: state_cut_off(wrong, state)


def _each(change: Callable[[Tensor], Any]) -> Callable[..., Any]:
    """Every tensor treated in this way."""
    return _but(change, lambda h, c: (change(h), change(c)))


def _state(trial: Trial) -> Value:
    return trial.arguments["state"]


def _has(*shape: int | None, pair: bool) -> Callable[[Trial], bool]:
    """Whether a state is a pair, or is not, and its first tensor has these sizes; None stands for any."""

    def holds(trial: Trial) -> bool:
        state = _state(trial)
        if state is None or isinstance(state, tuple) != pair:
            return False
        found = next(tensors(state)).shape
        return len(found) == len(shape) and all(size in (None, has) for size, has in zip(shape, found, strict=True))

    return holds


_SHAPES: Mapping[str, tuple[int | None, ...]] = {
    "two axes": (None, None),
    "one layer": (1, None, None),
    "one example": (None, 1, None),
    "one unit": (None, None, 1),
    "equal sizes": (4, 4, 4),
}

EXERCISE = Exercise(
    id="long/detach",
    parameters=("state",),
    points=2,
    trials=_trials,
    also={
        "None": lambda trial: _state(trial) is None,
        **{f"a tensor with {name}": _has(*shape, pair=False) for name, shape in _SHAPES.items()},
        **{f"a pair with {name}": _has(*shape, pair=True) for name, shape in _SHAPES.items()},
        "a tensor of zeros": lambda trial: _sort(_state(trial)) == "a tensor" and not _flat(_state(trial)).any(),
        "a pair of zeros": lambda trial: _sort(_state(trial)) == "a pair" and not _flat(_state(trial)).any(),
        "far from zero": lambda trial: _state(trial) is not None and bool((_flat(_state(trial)).abs() > 8).any()),
        "a pair of two shapes": lambda trial: len({each.shape for each in tensors(_state(trial))}) == 2,
        "many layers, examples and units": _has(11, 66, 66, pair=True),
    },
    oracle=_each(Tensor.detach),
    returns=DictOf(
        {
            "sort": Plain(
                str,
                wrong="what comes back is of another kind than the state: a tensor, a pair of two, or None",
                hint="Ask first what the state is; each of the three has a way of its own.",
            ),
            "shapes": Plain(
                str,
                wrong="what comes back has not the shape and dtype of the state",
                hint="Print shape and dtype of both: nothing is stacked, joined or taken out, and nothing converted.",
            ),
            "numbers": TensorOf(
                ("numbers",),
                wrong="what comes back has other numbers than the state",
                hint="Only the past is cut off, no number.",
            ),
            "h cut": Plain(
                bool,
                wrong="from what comes back, a gradient still flows into the past",
                hint="Print requires_grad of every tensor that you return.",
            ),
            "c cut": Plain(
                bool,
                wrong="a gradient still flows into the past of c, the second of the pair",
                hint="Print requires_grad of every tensor that you return.",
            ),
            "past kept": Plain(
                bool,
                wrong="the state that your function was given has lost its own past; arguments are to be left alone",
                hint="Make new tensors instead of changing those that you are given.",
            ),
            "given": Plain(
                bool,
                wrong="your function changes the numbers of the state that it is given",
                hint="Make new tensors instead of changing those that you are given.",
            ),
            "no graph": Plain(
                bool,
                wrong="the gradient into the past is 0, but what comes back has a grad_fn: it has a past",
                hint="Print grad_fn of every tensor that you return: it must be None.",
            ),
        },
        words="the state, cut off its past",
    ),
    observe=_cut,
    gradient=False,
    use=state_cut_off.__name__,
    crashes=(
        Crash(
            "'NoneType' object",
            "none-not-handled",
            "At the start of a series the state is None: that has nothing to cut off, and comes back as it is.",
        ),
        Crash(
            "cannot unpack non-iterable NoneType",
            "none-not-handled",
            "At the start of a series the state is None: that has nothing to cut off, and comes back as it is.",
        ),
        Crash(
            "Boolean value of Tensor with more than one value",
            "truth-of-a-tensor",
            "A tensor is neither true nor false: ask for None with `is None`.",
        ),
        Crash(
            "flags of leaf variables",
            "flag-switched-off",
            "requires_grad cannot be switched off where a tensor has a past: make a new tensor that has none.",
        ),
    ),
    slips=(
        Slip(
            "not-cut",
            "what comes back still hangs on its past: a gradient flows into it",
            "Which method gives a tensor with the same numbers and no past?",
            _each(lambda tensor: tensor),
        ),
        Slip(
            "pair-not-cut",
            "a tensor is cut off, but a pair comes back as it was",
            "An LSTM's state is a tuple (h, c): cut off each of the two.",
            _but(of_pair=lambda h, c: (h, c)),
        ),
        Slip(
            "c-not-cut",
            "of a pair, h is cut off and c is not: the gradient flows back through c",
            "Do with c what you do with h.",
            _but(of_pair=lambda h, c: (h.detach(), c)),
        ),
        Slip(
            "h-not-cut",
            "of a pair, c is cut off and h is not: the gradient flows back through h",
            "Do with h what you do with c.",
            _but(of_pair=lambda h, c: (h, c.detach())),
        ),
        Slip(
            "tensor-not-cut",
            "a pair is cut off, but a tensor comes back as it was",
            "A GRU's state is one tensor: it has a past, too.",
            _but(of_tensor=lambda tensor: tensor),
        ),
        Slip(
            "cut-in-place",
            "what comes back is cut off, and so is the state that your function was given: it has lost its own past",
            "A method whose name ends in an underscore changes its tensor: take the one without.",
            _each(Tensor.detach_),
        ),
        Slip(
            "h-only",
            "of a pair, h alone comes back",
            "An LSTM goes on from both, (h, c).",
            _but(of_pair=lambda h, _c: h.detach()),
        ),
        Slip(
            "exchanged",
            "your pair comes back with h and c exchanged",
            "The order is (h, c), as it came.",
            _but(of_pair=lambda h, c: (c.detach(), h.detach())),
        ),
        Slip(
            "stacked",
            "of a pair you make one tensor",
            "The layer wants its pair back: a tuple of two tensors.",
            _but(of_pair=lambda h, c: torch.stack([h, c]).detach() if h.shape == c.shape else h),
        ),
        Slip(
            "none-to-zeros",
            "None comes back as a tensor",
            "None has no past: return it as it is, and the layer starts from zeros by itself.",
            _but(of_none=lambda: torch.zeros(1)),
        ),
        Slip(
            "tensor-to-pair",
            "a tensor comes back as a tuple of its rows",
            "A loop over a tensor runs through its first axis: ask first whether the state is a tensor.",
            _but(of_tensor=lambda tensor: tuple(row.detach() for row in tensor)),
        ),
    ),
)

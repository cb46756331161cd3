"""Chunks whose states were computed from zeros, side by side, made into the states of the whole by what is carried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import EQUAL, Random, Sizes, Trial, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.today.steps import draw_keeping, looped


def _lengths(sizes: Sizes) -> list[int]:
    """The steps of every chunk; those of the first are T. All are the same if all sizes are."""
    others = (0,) if sizes == EQUAL else (0, 1, 1 - sizes.T, -2)
    return [max(1, sizes.T + others[number % len(others)]) for number in range(sizes.S)]


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    chunks = []
    for length in _lengths(sizes):
        a = draw_keeping(random, length, sizes.B, sizes.H)
        b = random.input(sizes, length, sizes.B, sizes.H)
        chunks.append((a, looped(a, b, torch.zeros(sizes.B, sizes.H))))
    return {"chunks": tuple(chunks), "h_0": random.state(sizes, sizes.B, sizes.H)}


def _share(factors: Sequence[Tensor], number: int) -> Tensor:
    """What is left of a state after each step of this chunk."""
    return factors[number].cumprod(0)


def _share_of_all(factors: Sequence[Tensor], number: int) -> Tensor:
    """What is left of h_0 after each step of this chunk, over all chunks before."""
    before = sum(len(a) for a in factors[:number])
    return torch.cat(list(factors)).cumprod(0)[before : before + len(factors[number])]


def _but(
    share: Callable[[Sequence[Tensor], int], Tensor] = _share,
    hand_on: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda states, _local, _h_0: states[-1],
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0,
    finish: Callable[[list[Tensor], list[Tensor]], Any] = lambda states, _begun: (torch.cat(states), states[-1][-1]),
) -> Callable[..., Any]:
    """The states of the whole with one part done another way; `finish` also gets what each chunk began from."""

    def wrong(chunks: tuple[tuple[Tensor, Tensor], ...], h_0: Tensor) -> Any:
        h, whole, begun = start(h_0), [], []
        for number, (_, local) in enumerate(chunks):
            begun.append(h)
            whole.append(local + share([a for a, _ in chunks], number) * h)
            h = hand_on(whole[-1], local, h_0)
        return finish(whole, begun)

    return wrong


def _locals_last(chunks: tuple[tuple[Tensor, Tensor], ...], h_0: Tensor) -> Any:
    output, _ = _but()(chunks, h_0)
    return output, chunks[-1][1][-1]


def _states_as_b(chunks: tuple[tuple[Tensor, Tensor], ...], h_0: Tensor) -> Any:
    a, states = (torch.cat(parts) for parts in zip(*chunks, strict=True))
    output = looped(a, states, h_0)
    return output, output[-1]


def _of(trial: Trial) -> list[int]:
    """The lengths of the chunks of a trial."""
    return [len(a) for a, _ in trial.arguments["chunks"]]


_FADES = "After t steps of a chunk, a_1 * … * a_t of what it began from is left: cumprod gives all of these."
_CARRY = "A chunk begins from the last state of the chunk before, with all that was carried into that."

EXERCISE = Exercise(
    id="today/carry",
    parameters=("chunks", "h_0"),
    points=3,
    trials=trials(
        _arguments,
        *(
            "T=1",
            "B=1",
            "S=1",
            "H=1 far=1",
            "zero=1",
            "T=66 S=2 B=1 H=2",
            "S=66 T=2 B=3 H=1",
            "S=2 T=3 B=66 H=66",
            "equal",
            "turned",
        ),
        words={
            "S=1": "a single chunk (one that is the whole: 1)",
            "T=66 S=2 B=1 H=2": "long chunks (66 steps)",
            "S=66 T=2 B=3 H=1": "many chunks (66)",
            "S=2 T=3 B=66 H=66": "many examples and units (66 each)",
        },
    ),
    axes={"chunks": "NTBH", "h_0": "BH"},
    also={
        "chunks of different lengths": lambda trial: len(set(_of(trial))) > 2,
        "chunks of one length": lambda trial: len(set(_of(trial))) == 1 < len(_of(trial)),
        "a shorter chunk at the end": lambda trial: _of(trial)[-1] < _of(trial)[0],
        "a chunk of one step among others": lambda trial: 1 in _of(trial) and max(_of(trial)) > 1,
    },
    crashes=(
        Crash(
            "expects each tensor to be equal size",
            "stacked-unequal",
            "Chunks may differ in length: torch.cat joins them end to end.",
        ),
    ),
    oracle=_but(),  # the tests compare it with a loop over the whole
    returns=TupleOf(
        {
            "output": TensorOf(("seq_len", "batch", "hidden_size"), hint="What does each chunk begin from?"),
            "h_n": TensorOf(("batch", "hidden_size"), hint="h_n is the last of your states."),
        },
        made_from={"h_n": "output"},
    ),
    slips=(
        Slip(
            "nothing-carried",
            "you join the chunks as they are: each still begins from zeros",
            "What is missing in the states of a chunk? What is left of the state that it should have begun from.",
            lambda chunks, _h_0: (torch.cat([local for _, local in chunks]), chunks[-1][1][-1]),
        ),
        Slip(
            "h-0-forgotten",
            "your chunks carry, and the first one begins from zeros: h_0 is not used",
            "h_0 is what is carried into the first chunk.",
            _but(start=torch.zeros_like),
        ),
        Slip(
            "h-0-in-every-chunk",
            "every chunk of yours begins from h_0",
            _CARRY,
            _but(hand_on=lambda _states, _local, h_0: h_0),
        ),
        Slip(
            "h-0-alone-carried",
            "h_0 goes on through all chunks, and what the chunks themselves have added does not",
            _CARRY,
            _but(share=_share_of_all, hand_on=lambda _states, _local, h_0: h_0),
        ),
        Slip(
            "carries-what-began-from-zeros",
            "you carry the last state of a chunk as it was given, which began from zeros",
            _CARRY,
            _but(hand_on=lambda _states, local, _h_0: local[-1]),
        ),
        Slip(
            "carries-the-first-step",
            "you carry the first state of a chunk on to the next",
            _CARRY,
            _but(hand_on=lambda states, _local, _h_0: states[0]),
        ),
        Slip(
            "does-not-fade",
            "you add what is carried to every state as it is; every step multiplies it by an a",
            _FADES,
            _but(share=lambda factors, number: torch.ones_like(factors[number])),
        ),
        Slip(
            "fades-once",
            "you multiply what is carried by the a of a state's own step alone; every step before it multiplies, too",
            _FADES,
            _but(share=lambda factors, number: factors[number]),
        ),
        Slip(
            "first-step-only",
            "you correct the first step of each chunk, and leave those after it as they were",
            _FADES,
            _but(share=lambda f, n: torch.cat([f[n][:1], torch.zeros_like(f[n][1:])])),
        ),
        Slip(
            "states-taken-for-b",
            "you run the recurrence over the states as if they were b; they are states already",
            "Only what is missing in them has to be added.",
            _states_as_b,
        ),
        Slip(
            "fades-one-step-late",
            "the first step of your chunks adds what is carried as a whole; that step multiplies it already",
            _FADES,
            _but(share=lambda f, n: torch.cat([torch.ones_like(f[n][:1]), f[n].cumprod(0)[:-1]])),
        ),
        Slip(
            "fades-at-once",
            "you multiply what is carried by all a of the chunk at every step; a step has only those so far behind it",
            _FADES,
            _but(share=lambda factors, number: factors[number].prod(0).expand_as(factors[number])),
        ),
        Slip(
            "fades-from-the-end",
            "your products of a run from the end of a chunk; what is carried comes in at its beginning",
            _FADES,
            _but(share=lambda factors, number: factors[number].flip(0).cumprod(0).flip(0)),
        ),
        Slip(
            "products-go-on",
            "your products of a go on from chunk to chunk; what is carried has been through the chunks before already",
            "Begin each chunk's products anew.",
            _but(share=_share_of_all),
        ),
        Slip(
            "sums-for-products",
            "you add the a of a chunk up; a state is multiplied by one after the other",
            _FADES,
            _but(share=lambda factors, number: factors[number].cumsum(0)),
        ),
        Slip(
            "last-chunk-dropped",
            "your states end before the last chunk",
            "Append in the same round of the loop in which you compute.",
            _but(finish=lambda states, begun: (torch.cat([states[0][:0], *states[:-1]]), begun[-1])),
        ),
        Slip(
            "h-n-began-from-zeros",
            "output is right, and your h_n is the last state as it was given: nothing is carried into it",
            "h_n is the last of your states.",
            _locals_last,
            part="h_n",
        ),
        Slip(
            "h-n-of-the-chunk-before",
            "output is right, and your h_n is what the last chunk begins from, not what it ends with",
            "h_n is the last of your states.",
            _but(finish=lambda states, begun: (torch.cat(states), begun[-1])),
            part="h_n",
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); asked for is (output, h_n)",
            "Swap the two.",
            lambda chunks, h_0: _but()(chunks, h_0)[::-1],
        ),
        Slip(
            "cut-between-chunks",
            "the values are right, but what is carried is cut off: no gradient flows back into an earlier chunk",
            "Hand the state on as it is, without detach() or .data.",
            _but(hand_on=lambda states, _local, _h_0: states[-1].detach()),
        ),
    ),
)

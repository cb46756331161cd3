"""What is asked of a classifier of rows, and what its numbers show: each property of a sound one, true or false.

The classifier is in the learner's process, and whoever rewrites what runs there (`USES`, `to_value`, autograd) says
what he likes. So no property is told: each is worked out here from scores for rows and weights that were chosen here.
Gradients are claimed first; only then is it drawn in which directions weights and rows move, and the scores that the
moved ones get must rise as the gradients said. Two classifiers, made apart, must give the same scores.

What a forger can still do: give, from a process of his own making, scores that are one smooth function of weights and
rows with every property below, and its true derivative. That is a classifier of rows, wherever it is written. He
gains what no score shows: a state between calls that he resets himself, chance that he seeds by what is read, or a
derivative that he takes by differences because a `detach` is in the way. Each costs him more than the exercise does.
What would cost a classifier marks (`strangers`, an error) is believed as it is told; silence about it earns nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Talk
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.row_classifier import Asked, Reading
from course_utils.checks.learner.values import Value

MADE_WITH, ROWS, OTHER, DRAW, SECRET, MOVED = "made with", "read", "and parts of", "draw", "secret", "which is moved"
NARROW, WIDE = 0, 1  # of two classifiers, the second has one hidden unit more

FACTS = {
    "all learn": "a weight cannot learn: after backward() its gradient is zero",
    "all used": "not every parameter takes part in the scores: after backward(), some have no gradient, or zeros",
    "registered": "a weight is not among model.parameters(), and so no optimizer would ever train it",
    "rows reached": "no gradient flows back from the scores to the first row: what early rows show is never learned",
    "one by one": "an example read alone gets other scores than in a batch, or none",
    "any batch": "a batch of twice the size is not read",
    "any length": "a sequence with many more rows is not read, or not to its end",
    "apart": "the scores of an example change when another example in its batch does",
    "nothing random": "in eval mode, the same rows get other scores each time",
    "nothing kept": "the scores depend on what was read before: something is kept between calls",
    "first row": "the first row has no influence on the scores",
    "last row": "the last row has no influence on the scores",
    "every row": "a row between the first and the last has no influence on the scores",
    "order": "the order of the rows has no influence on the scores",
    "hidden size": "hidden_size has no influence on the number of parameters",
    "below zero": "no score is ever below zero, whatever the weights",
    "beyond one": "no score is ever beyond one, whatever the weights",
    "alike": "two classifiers with the same parameters and buffers give other scores: something else is in them",
    "derivatives": "the gradients are not the derivatives of the scores: something is cut off on the way back",
}

_MANY = 28  # rows behind which a long sequence must still be read
# Readings with large weights, where a score can be anything. One may have one sign by chance, where all examples end in
# one state; three do not.
_STEEP = 3
_DRAWS = 8  # of weights, until a gradient comes through: with some, all relus are shut by chance
# A score is a sum that float32 rounds at 1e-6 or so: over a step of 0.01 that is 1e-4 of a slope. What the slope itself
# changes over the step is a few per cent of it, or more where a relu opens or shuts on one side of the step.
_STEP = 0.01
_RELATIVE, _ABSOLUTE = 0.1, 2e-3  # how far a slope may be from the claim
_FAINT = 10 * _ABSOLUTE  # a gradient below this may be none at all: then the weight is drawn anew, to see that it counts
_CHANCES = 3  # of a classifier whose slopes do not fit: relus on both sides of a step


_NOTHING = Asked(scores=())  # what a child says that says something else


def sound(rows: Tensor, classes: int) -> Value:
    """What a sound classifier shows."""
    return {"scores": torch.zeros(rows.size(1), classes), **dict.fromkeys(FACTS, True)}


def talk(arguments: Mapping[str, Value]) -> Talk:
    """Ask a classifier for scores and gradients; the reply holds its properties, those that it lacks first."""
    made_with, rows, other = (arguments[name] for name in (MADE_WITH, ROWS, OTHER))
    made_wider = (made_with[0], made_with[1] + 1, *made_with[2:])
    random = np.random.default_rng([arguments[SECRET], arguments[DRAW]])
    weighting = _normal(random, rows.size(1), made_with[2])
    draws, seeds = count(arguments[DRAW]), count(1)  # no two classifiers begin alike

    def claim(made_with: tuple[Value, ...]) -> Generator[tuple[Value, ...], Reply, tuple[Reply, Reading, Asked]]:
        """Scores and gradients, with weights for which some come through."""
        for _ in range(_DRAWS):
            reading = Reading(rows, next(draws))
            reply = yield made_with, next(seeds), rows, (), (reading,), weighting
            claimed = Asked.of(reply.value) or _NOTHING
            # Of one example no gradient is asked, and where there never is one other weights do not help.
            if len(weighting) == 1 or claimed.gradient_of_rows is None or claimed.gradient_of_rows[0].any():
                break
        return reply, reading, claimed

    def read(
        made_with: tuple[Value, ...], held: tuple[Tensor, ...], readings: Sequence[Reading]
    ) -> Generator[tuple[Value, ...], Reply, tuple[Value, ...]]:
        """The scores of these readings; of a child that sends something else, none."""
        reply = yield made_with, next(seeds), rows, held, tuple(readings), None
        scores = (Asked.of(reply.value) or _NOTHING).scores
        return scores if len(scores) == len(readings) else (None,) * len(readings)

    reply, reading, claimed = yield from claim(made_with)
    scores = claimed.scores[0] if claimed.scores else None
    left = replace(reply, arguments=(made_with, reply.arguments[2], other))
    if not isinstance(scores, Tensor) or scores.shape != weighting.shape or scores.dtype != torch.float32:
        blank = scores * 0 if isinstance(scores, Tensor) else scores
        return replace(left, value={"scores": blank, **dict.fromkeys(FACTS, True)})
    _, reading_of_wider, wider = yield from claim(made_wider)
    plan = _Plan(rows, other, reading.draw, random)
    read_so = yield from read(made_with, claimed.held, plan.readings)
    facts = _gradients_show(claimed, wider, rows) | plan.show(scores, read_so)
    if all(facts.values()):  # whoever falls short of a plain one is told of that
        facts["alike"] = _close(read_so[0], scores, 1e-5)
    if all(facts.values()) and arguments[MOVED] is not None:
        if arguments[MOVED] == WIDE:
            made_with, reading, claimed = made_wider, reading_of_wider, wider
        for _ in range(_CHANCES):
            challenge = _Challenge(reading, weighting, claimed, random)
            facts["derivatives"] = challenge.is_met((yield from read(made_with, claimed.held, challenge.readings)))
            if facts["derivatives"]:
                break
            _, reading, claimed = yield from claim(made_with)
    false_first = dict(sorted(facts.items(), key=lambda fact: fact[1]))  # a learner may see only the beginning
    return replace(left, value={"scores": scores * 0, **dict.fromkeys(FACTS, True), **false_first})


class _Plan:
    """The readings that show all but the gradients, with the same weights but for the steep ones."""

    def __init__(self, rows: Tensor, other: Tensor, draw: int, random: np.random.Generator) -> None:
        seq_len, self._batch, _ = rows.shape
        many = torch.cat([rows, other] * 4)
        changed = [torch.cat([rows[:t], other[t : t + 1], rows[t + 1 :]]) for t in range(seq_len)]
        blocks = torch.cat([rows, rows.flip(0), *changed], dim=1)
        order = torch.from_numpy(random.permutation(blocks.size(1)))
        self._place = order.argsort()
        self.readings = (  # in this order: a model may keep something of what it has read
            Reading(rows, draw),
            Reading(torch.cat([other[:, :1], rows[:, 1:]], dim=1), draw),
            Reading(blocks[:, order], draw),
            Reading(rows[:, :1], draw),
            Reading(many, draw),
            Reading(torch.cat([many[:_MANY], -many[_MANY:]]), draw),
            Reading(rows, draw),
            Reading(rows, draw, seed=1),
            *(Reading(torch.cat([rows, other], dim=1), draw + each, scale=10) for each in range(_STEEP)),
        )
        self._rows = seq_len
        self._reads_behind = len(many) > _MANY

    def show(self, scores: Tensor, found: Sequence[Value]) -> dict[str, bool]:
        """What these scores show, given those of the rows as they are."""
        first_changed, blocks, alone, many, many_changed, again, otherwise = found[1:8]
        batch, classes = scores.shape

        def same(other: Value, of: slice = slice(None), tolerance: float = 1e-5) -> bool:
            fits = isinstance(other, Tensor) and other.dtype == scores.dtype and other.dim() == 2
            return fits and _close(other[of], scores[of], tolerance)

        def shaped(other: Value, batch: int) -> bool:
            return isinstance(other, Tensor) and other.shape == (batch, classes) and other.dtype == scores.dtype

        all_shaped = all(shaped(each, 2 * batch) for each in found[8:])
        steep = torch.cat(list(found[8:])) if all_shaped else None
        single = batch == 1  # a relu may cut off all scores by chance: what can hang on that is asked of more
        in_blocks = shaped(blocks, batch * (self._rows + 2))  # else a batch is not read, which has its own name
        at_once, reversed_, *changed = blocks[self._place].split(batch) if in_blocks else [scores]
        reads_to_the_end = shaped(many_changed, batch) and not _close(many, many_changed, 1e-6)
        return {
            "one by one": same(alone, slice(1)) and shaped(alone, 1),
            "any batch": steep is not None,
            "any length": shaped(many, batch) and (single or not self._reads_behind or reads_to_the_end),
            "apart": same(at_once) and (single or same(first_changed, slice(1, None))),
            "nothing random": same(otherwise),
            "nothing kept": same(again),
            "first row": single or not same(changed[0], tolerance=1e-6),
            "last row": single or not same(changed[-1], tolerance=1e-6),
            "every row": single or not any(same(each, tolerance=1e-6) for each in changed[1:-1]),
            "order": single or self._rows == 1 or not same(reversed_),
            "below zero": steep is None or single or bool((steep < 0).any()),
            "beyond one": steep is None or bool((steep.abs() > 1).any()),
        }


def _gradients_show(claimed: Asked, wider: Asked, rows: Tensor) -> dict[str, bool]:
    """What the gradients of a classifier say, if they are right, and those of one with a hidden unit more."""
    seq_len, batch, _ = rows.shape
    weights = [each for each in claimed.gradients if each is None or each.dim() > 1]
    still = sum(each is not None and not each.any() for each in weights)
    whole = None not in claimed.gradients and None not in wider.gradients
    single = batch == 1
    return {
        # In a single step, weight_hh meets only a state of zeros; a bias may have a gradient of zeros by nature.
        "all learn": single or seq_len == 1 or not still,
        "all used": single or (None not in claimed.gradients and (seq_len == 1 or still < 2)),
        "registered": claimed.strangers == 0,
        "rows reached": single or (claimed.gradient_of_rows is not None and bool(claimed.gradient_of_rows[0].any())),
        "hidden size": not whole or _numbers(claimed) != _numbers(wider),
    }


def _numbers(claimed: Asked) -> int:
    return sum(each.numel() for each in claimed.gradients if each is not None)


class _Challenge:
    """Readings with weights and rows moved to and fro, drawn after their gradients were claimed."""

    def __init__(self, reading: Reading, weighting: Tensor, claimed: Asked, random: np.random.Generator) -> None:
        self._weighting = weighting
        self._slopes: list[tuple[float, float]] = []  # what is claimed, and how far from it a difference may be
        rows, gradients, of_rows = reading.rows, claimed.gradients, claimed.gradient_of_rows
        matrices = [number for number, each in enumerate(gradients) if each is not None and each.dim() > 1]
        vectors = [number for number, each in enumerate(gradients) if each is not None and each.dim() < 2]
        faint = [number for number in matrices if _norm(gradients[number]) < _FAINT]

        def moved(by: Mapping[int, Tensor]) -> Reading:
            return reading._replace(moves=tuple(by.get(number) for number in range(len(gradients))))

        def steps(of: Sequence[Tensor]) -> list[list[Tensor]]:
            """A step to and one fro along a direction that the claim cannot have known."""
            directions = [_unit(each) + _unit(_normal(random, *each.shape)) for each in of]
            slope = sum(float((each * way).sum()) for each, way in zip(of, directions, strict=True))
            self._slopes.append((slope, _ABSOLUTE + _RELATIVE * sum(map(_norm, of))))
            return [[step * way for way in directions] for step in (_STEP, -_STEP)]

        self.readings = [reading]
        for group in (*([number] for number in matrices), vectors):
            for ways in steps([gradients[number] for number in group]):
                self.readings.append(moved(dict(zip(group, ways, strict=True))))
        self._of_weights = len(self.readings)
        if of_rows is not None and of_rows.shape == rows.shape:
            all_rows, first_row = steps([of_rows]), steps([of_rows[:1]])
            first_row = [[torch.cat([way[0], torch.zeros_like(rows[1:])])] for way in first_row]
            moved_rows = [rows + way[0] for way in (*all_rows, *first_row)]
            self.readings.append(reading._replace(rows=torch.cat(moved_rows, dim=1)))
        self.readings += [moved({number: 0.5 * _normal(random, *gradients[number].shape)}) for number in faint]

    def is_met(self, scores: Sequence[Value]) -> bool:
        """Whether scores rise and fall as the gradients said, and every weight counts."""
        batch, classes = self._weighting.shape
        sizes = [batch] * len(self.readings)
        sizes[self._of_weights] = 4 * batch
        if not all(isinstance(each, Tensor) and each.shape == (size, classes) for each, size in zip(scores, sizes, strict=True)):
            return False
        at_rest, *others = (each.double() for each in scores)
        moved, of_rows, redrawn = others[:self._of_weights - 1], others[self._of_weights - 1], others[self._of_weights:]
        here, *there = (float((each * self._weighting).sum()) for each in (at_rest, *moved, *of_rows.split(batch)))
        fits = all(
            _fits(slope, tolerance, there[2 * number] - here, here - there[2 * number + 1])
            for number, (slope, tolerance) in enumerate(self._slopes)
        )
        return fits and not any(_close(each, at_rest, 1e-6) for each in redrawn)


def _fits(slope: float, tolerance: float, ahead: float, behind: float) -> bool:
    """Whether a slope is that of the scores, on either side or over both: a relu may open or shut on one of them."""
    return any(abs(rise / _STEP - slope) <= tolerance for rise in (ahead, behind, (ahead + behind) / 2))


def _unit(tensor: Tensor) -> Tensor:
    return tensor / max(_norm(tensor), 1e-12)


def _norm(tensor: Tensor) -> float:
    return float(torch.linalg.vector_norm(tensor))


def _normal(random: np.random.Generator, *shape: int) -> Tensor:
    return torch.from_numpy(random.standard_normal(shape, dtype=np.float32))


def _close(one: Tensor, other: Tensor, tolerance: float) -> bool:
    return one.shape == other.shape and torch.allclose(one, other, tolerance, tolerance)

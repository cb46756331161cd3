"""How a classifier of rows is tested: the readings that are asked for, and the properties that its scores show.

The classifier runs in the learner's process, where a forger can replace any code (`USES`, `to_value`, autograd). So the
check trusts no statement about a property. It works out each one from scores for rows and weights of its own choice.
The classifier must claim its gradients first. Only then the check draws directions in which weights and rows move, and
the scores must rise as the gradients predict. Two separately made classifiers must give the same scores.

A forger can still give scores that are one smooth function of weights and rows, with every property below and with its
true derivative. That is a classifier of rows, wherever it is written. He only gains what no score shows: a state
between calls that he resets, random numbers that he seeds by the input, or a derivative by finite differences despite a
`detach`. Each of these is more work than the exercise. Facts that can only lose marks (`strangers`, an error) are
believed: silence about them earns nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Talk
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.row_classifier import Asked, Reading
from course_utils.checks.learner.values import Value

MADE_WITH, ROWS, OTHER = "input_size, hidden_size and num_classes", "rows", "other rows"
DRAW, SECRET, MOVED = "draw", "secret", "which is moved"
NARROW, WIDE = 0, 1  # whose weights are moved: the first classifier's, or those of a second with twice the hidden units

# Causes come before their effects, because the verdict names the first fact that is false.
FACTS = {
    "nothing random": "in eval mode, the same rows get other scores each time",
    "nothing kept": "the scores depend on what was read before: something is kept between calls",
    "in training mode": "in training mode, a batch does not give scores (batch, num_classes)",
    "nothing kept in training": "in training mode, rows read again get other scores: something is kept between calls",
    "learns in training mode": "in training mode, some parameters get no gradient from the scores: they never learn",
    "registered": "a weight is not among model.parameters(), and so no optimizer would ever train it",
    "all learn": "after backward(), the gradient of a weight is all zeros",
    "all used": "after backward(), some parameters have no gradient, or zeros: they are not used, cut off or frozen",
    "rows reached": "no gradient flows back from the scores to the first row: what early rows show is never learned",
    "one by one": "an example read alone gets other scores than in a batch, or none",
    "any batch": "a batch of twice the size is not read",
    "large batch": "among more than 64 examples, an example gets other scores than in a small batch, or none",
    "any length": "a sequence with many more rows is not read",
    "any length in training": "in training mode, a sequence with many more rows is not read",
    "to the end": "of a sequence with many more rows, the last ones have no influence on the scores",
    "from the start": "of a sequence of 40 rows, all but the last 28 have no influence on the scores",
    "apart": "in eval mode, the scores of an example change when another example in its batch does",
    "first row": "the first row has no influence on the scores",
    "last row": "the last row has no influence on the scores",
    "every row": "a row between the first and the last has no influence on the scores",
    "order": "the order of the rows has no influence on the scores",
    "order between": "the order of the rows between the first and the last has no influence on the scores",
    "hidden size": "hidden_size has no influence on the number of parameters",
    "below zero": "no score is ever below zero, whatever the weights",
    "beyond one": "no score is ever beyond one, whatever the weights",
    "alike": "two classifiers with the same parameters and buffers give other scores: something else is in them",
    "derivatives": "the gradients are not the derivatives of the scores: something is cut off on the way back",
}
_OF_ROWS = (
    "any length",
    "to the end",
    "from the start",
    "first row",
    "last row",
    "every row",
    "order",
    "order between",
)

_TIMES, _MANY_TIMES = 3, 26  # how often a sequence is repeated: 4 rows and 4 others become 24, or 208
_COPIES = 2  # how often the examples that differ by a row come in the large batch: 84 examples of 4 rows, or more
# A recurrent layer with small weights forgets a row within 28 others; with weights of 2, a change grows instead.
_ABOVE, _BELOW, _FAR, _LARGE = 12, 28, 2, 2.0  # rows changed and unchanged, the number of such readings, their scale
_MOVED = 1e-4  # more than rounding, with such weights; what reads the rows moves more, in 60 seeds
_TRAINED = 128  # how many rows of the long sequence are read in training mode
_TAIL = 12  # how many rows are changed at the end of the long sequence
_LAST_READ = 0.03  # a first row that changes a score by more is read last: such a classifier forgets the tail
# The number of readings with large weights, with which scores take any value. In one reading all scores can have the
# same sign by chance, if all examples end in one state; in three they do not.
_STEEP = 3
_DRAWS = 8  # draws of weights until a gradient comes through: with some weights all relus are 0 by chance
# Float32 rounds a weighted sum of scores by about 1e-6. Over a step of 0.001 that changes a slope by 1e-3. A layer norm
# can change the slope itself by a tenth over ten such steps; a relu that becomes 0 on the way, by any amount.
_STEP = 0.001
_RELATIVE, _ABSOLUTE = 0.1, 2e-3  # how far a slope may be from the claimed one
_FAINT = (
    10 * _ABSOLUTE
)  # a gradient below this may be zero: then the weight is redrawn, to see whether the scores depend on it
_CHANCES = 5  # tries if slopes do not fit: in a classifier with few relus, one step in forty switches one of them
_CHANCES_OF_ROWS = 3  # tries if the rows have no influence: with some weights all relus are 0


_NOTHING = Asked(scores=())  # stands for a reply that is no `Asked`


_Claim: TypeAlias = Generator[tuple[Value, ...], Reply, tuple[Reply, Reading, Asked]]


def sound(rows: Tensor, classes: int) -> Value:
    """What a sound classifier shows."""
    return {"scores": torch.zeros(rows.size(1), classes), **dict.fromkeys(FACTS, True)}


def talk(arguments: Mapping[str, Value]) -> Talk:
    """Ask a classifier for scores and gradients; the reply holds its properties, the missing ones first."""
    made_with, rows, other = (arguments[name] for name in (MADE_WITH, ROWS, OTHER))
    random = np.random.default_rng([arguments[SECRET], arguments[DRAW]])
    weighting = _normal(random, rows.size(1), made_with[2])
    plan = _Plan(rows, other, _MANY_TIMES if arguments[MOVED] == WIDE else _TIMES, random)
    draws, seeds = count(arguments[DRAW]), count(1)  # no two classifiers get the same weights or seed

    def claim(made_with: tuple[Value, ...], readings: Sequence[Reading]) -> _Claim:
        """Scores and gradients, with weights that let gradients through; then other readings with these weights."""
        for number in range(_DRAWS):
            draw = next(draws)
            asked = tuple(each._replace(draw=draw + each.draw) for each in (Reading(rows), *readings))
            reply = yield made_with, next(seeds), rows, (), asked if number == 0 else asked[:1], weighting
            claimed = Asked.of(reply.value) or _NOTHING
            # Stop, too, for a batch of one, whose gradients do not count, and if the rows have no gradient at all.
            if len(weighting) == 1 or claimed.gradient_of_rows is None or claimed.gradient_of_rows[0].any():
                break
        if readings and number:
            reply = yield made_with, next(seeds), rows, (), asked, weighting
            claimed = Asked.of(reply.value) or _NOTHING
        return reply, asked[0], claimed

    facts: dict[str, bool] = {}
    for _ in range(_CHANCES_OF_ROWS):
        reply, reading, claimed = yield from claim(made_with, plan.readings)
        scores: Value = claimed.scores[0] if claimed.scores else None
        left = replace(reply, arguments=(made_with, reply.arguments[2], other))
        if not isinstance(scores, Tensor) or scores.shape != weighting.shape or scores.dtype != torch.float32:
            blank: Value = scores * 0 if isinstance(scores, Tensor) else scores
            return replace(left, value={"scores": blank, **dict.fromkeys(FACTS, True)})
        seen = _gradients_show(claimed, rows) | plan.show(claimed.scores)
        facts = {**seen, **facts, **{name: facts.get(name, False) or seen.get(name, True) for name in _OF_ROWS}}
        if all(facts[name] for name in _OF_ROWS):
            break
    if arguments[MOVED] == WIDE:
        made_with = (made_with[0], 2 * made_with[1], *made_with[2:])  # one more unit may be lost by hidden_size // 2
        numbers, whole = _numbers(claimed), None not in claimed.gradients  # a missing gradient is another fault
        _, reading, claimed = yield from claim(made_with, ())
        facts["hidden size"] = not whole or numbers != _numbers(claimed)
    for _ in range(_CHANCES if all(facts.values()) and arguments[MOVED] is not None else 0):
        challenge = _Challenge(reading, weighting, claimed, random)  # drawn after the claims, on purpose
        reply = yield made_with, next(seeds), rows, claimed.held, tuple(challenge.readings), None
        facts |= challenge.show((Asked.of(reply.value) or _NOTHING).scores)
        if all(facts.values()):
            break
        _, reading, claimed = yield from claim(made_with, ())
    false_first = dict(sorted(facts.items(), key=lambda fact: fact[1]))  # a verdict may show only the first ones
    return replace(left, value={"scores": scores * 0, **dict.fromkeys(FACTS, True), **false_first})


class _Plan:
    """The readings that show everything but the gradients; the first reading, of the plain rows, is not among them."""

    def __init__(self, rows: Tensor, other: Tensor, times: int, random: np.random.Generator) -> None:
        many = torch.cat([rows, other] * times)
        tail_changed, first_row_changed = torch.cat([many[:-_TAIL], -many[-_TAIL:]]), torch.cat([-many[:1], many[1:]])
        last = many[-_ABOVE - _BELOW :]
        far = torch.cat([last, torch.cat([-last[:_ABOVE], last[_ABOVE:]])], dim=1)
        self._wide = wide = times == _MANY_TIMES
        changed = [torch.cat([rows[:t], other[t : t + 1], rows[t + 1 :]]) for t in range(len(rows))]
        between = torch.cat([rows[:1], rows[1:-1].flip(0), rows[-1:]]) if len(rows) > 1 else rows
        blocks = torch.cat([rows, rows.flip(0), between, *changed], dim=1)
        blocks = torch.cat([blocks] * (_COPIES if wide else 1), dim=1)
        order = torch.from_numpy(random.permutation(blocks.size(1)))  # so that a place in the batch tells nothing
        self._place = order.argsort()
        self.readings = (  # the order matters: a model may keep something of what it has read
            Reading(torch.cat([other[:, :1], rows[:, 1:]], dim=1)),
            Reading(blocks[:, order]),
            Reading(rows[:, :1]),
            Reading(torch.cat([many, tail_changed, first_row_changed], dim=1) if wide else many),
            Reading(rows),
            Reading(rows, seed=1),
            *(Reading(torch.cat([rows, other], dim=1), number, scale=10) for number in range(_STEEP)),
            *(Reading(far, number, scale=_LARGE) for number in range(_FAR if wide else 0)),
            Reading(rows, training=True),
            Reading(many[:_TRAINED], training=True),
        )

    def show(self, found: Sequence[Value]) -> dict[str, bool]:
        """What the scores of all these readings show."""
        scores, first_changed, blocks, alone, long, again, otherwise, *others = found
        steep, far = others[:_STEEP], others[_STEEP:]
        batch, classes = scores.shape

        def same(other: Value, of: slice = slice(None), tolerance: float = 1e-5) -> bool:
            fits = isinstance(other, Tensor) and other.dtype == scores.dtype and other.dim() == 2
            return fits and _close(other[of], scores[of], tolerance)

        def shaped(other: Value, batch: int) -> bool:
            return isinstance(other, Tensor) and other.shape == (batch, classes) and other.dtype == scores.dtype

        single = batch == 1  # with one example all relus may be 0 by chance, so some facts need more examples
        any_batch = all(shaped(each, 2 * batch) for each in steep)
        numbers = torch.cat(steep) if any_batch else None
        any_length = shaped(long, 3 * batch if self._wide else batch)
        to_the_end = from_the_start = True
        if self._wide and any_length:
            many, tail_changed, first_row_changed = long.split(batch)
            upwards = bool((many - first_row_changed).abs().max() > _LAST_READ)
            to_the_end = upwards or not _close(many, tail_changed, 1e-6)
            halves = [each.split(batch) for each in far if shaped(each, 2 * batch)]
            from_the_start = any(not _close(plain, changed, _MOVED) for plain, changed in halves)
        facts = {
            "one by one": same(alone, slice(1)) and shaped(alone, 1),
            "any batch": any_batch,
            "any length": any_length,
            "to the end": to_the_end,
            "from the start": from_the_start,
            "apart": single or same(first_changed, slice(1, None)),
            "nothing random": same(otherwise),
            "nothing kept": same(again),
            "below zero": numbers is None or single or bool((numbers < 0).any()),
            "beyond one": numbers is None or bool((numbers.abs() > 1).any()),
        }
        if single or not shaped(blocks, len(self._place)):  # a batch that is not read is another fault
            return facts | {"large batch": single or not self._wide}
        blocks = blocks[self._place]
        at_once, reversed_, between, *changed = blocks[: blocks.size(0) // (_COPIES if self._wide else 1)].split(batch)
        matters = [not same(each, tolerance=1e-6) for each in changed]
        return facts | {
            "large batch": not self._wide or same(at_once),
            "first row": matters[0],
            "last row": matters[-1],
            "every row": all(matters[1:-1]),
            "order": len(matters) == 1 or not same(reversed_),
            "order between": len(matters) < 4 or not same(between, tolerance=1e-6),
            "alike": not all(facts.values()) or same(at_once),
        }


def _gradients_show(claimed: Asked, rows: Tensor) -> dict[str, bool]:
    """The facts that a classifier's gradients show, if the gradients are right."""
    seq_len, batch, _ = rows.shape
    still = sum(each is not None and each.dim() > 1 and not each.any() for each in claimed.gradients)
    single = batch == 1
    in_training, scores = claimed.in_training, claimed.scores[0]
    trains = isinstance(in_training, Tensor) and (in_training.shape, in_training.dtype) == (scores.shape, scores.dtype)
    again, long = (*claimed.trained, None, None)[:2]
    return {
        "in training mode": single or trains,  # in training mode a BatchNorm refuses a batch of one
        "nothing kept in training": not trains or (isinstance(again, Tensor) and _close(again, in_training, 1e-5)),
        "any length in training": not trains or (isinstance(long, Tensor) and long.shape == scores.shape),
        "learns in training mode": claimed.left_out <= sum(each is None for each in claimed.gradients),
        # In a single step weight_hh is multiplied by zeros only. A bias may rightly have a gradient of zeros.
        "all learn": single or seq_len == 1 or not still,
        "all used": single or (None not in claimed.gradients and (seq_len == 1 or still < 2)),
        "registered": claimed.strangers == 0,
        "rows reached": single or (claimed.gradient_of_rows is not None and bool(claimed.gradient_of_rows[0].any())),
    }


def _numbers(claimed: Asked) -> int:
    """The number of weights without biases, because a forger could invent biases with a gradient of zeros."""
    return sum(each.numel() for each in claimed.gradients if each is not None and each.dim() > 1)


class _Challenge:
    """Readings with weights and rows moved, in directions drawn after the gradients were claimed."""

    def __init__(self, reading: Reading, weighting: Tensor, claimed: Asked, random: np.random.Generator) -> None:
        self._weighting, self._scores = weighting, claimed.scores[0] if claimed.scores else None
        self._slopes: list[tuple[float, float]] = []  # the claimed slope, and the allowed difference from it
        rows, of_rows = reading.rows, claimed.gradient_of_rows
        gradients = {number: each for number, each in enumerate(claimed.gradients) if each is not None}
        matrices = [number for number, each in gradients.items() if each.dim() > 1]
        vectors = [number for number, each in gradients.items() if each.dim() < 2]
        faint = [number for number in matrices if _norm(gradients[number]) < _FAINT]

        def moved(by: Mapping[int, Tensor]) -> Reading:
            return reading._replace(moves=tuple(map(by.get, range(len(claimed.gradients)))))

        def step(along: Sequence[Tensor]) -> list[Tensor]:
            """A step along the gradients, plus one of equal length in a random direction."""
            ways = [_unit(each) + _unit(_normal(random, *each.shape)) for each in along]
            slope = sum(float((each * way).sum()) for each, way in zip(along, ways, strict=True))
            self._slopes.append((slope, _ABSOLUTE + _RELATIVE * sum(map(_norm, along))))
            return [_STEP * way for way in ways]

        groups = [*([number] for number in matrices), vectors]
        steps = [step([gradients[number] for number in group]) for group in groups]
        by_weights = [moved(dict(zip(group, way, strict=True))) for group, way in zip(groups, steps, strict=True)]
        self._fits = of_rows is not None and of_rows.shape == rows.shape
        if of_rows is None or not self._fits:
            of_rows = torch.zeros_like(rows)
        [anywhere], [in_first] = step([of_rows]), step([of_rows[:1]])
        by_rows = torch.cat([rows + anywhere, torch.cat([rows[:1] + in_first, rows[1:]])], dim=1)
        redrawn = [moved({number: 0.5 * _normal(random, *gradients[number].shape)}) for number in faint]
        self.readings = [reading, reading._replace(rows=by_rows), *by_weights, *redrawn]

    def show(self, found: Sequence[Value]) -> dict[str, bool]:
        """Whether another classifier's scores are the same, rise as claimed, and depend on every weight."""
        batch, classes = self._weighting.shape
        sizes = [batch, 2 * batch, *[batch] * (len(self.readings) - 2)]
        whole = len(found) == len(sizes) and all(
            isinstance(each, Tensor) and each.shape == (size, classes) for each, size in zip(found, sizes, strict=True)
        )
        if not whole or not isinstance(self._scores, Tensor):
            return {"alike": False, "derivatives": False}
        at_rest, by_rows, *others = (each.double() for each in found)
        moved = [*others[: len(self._slopes) - 2], *by_rows.split(batch)]
        redrawn = others[len(self._slopes) - 2 :]
        rises = [float(((each - at_rest) * self._weighting).sum()) / _STEP for each in moved]
        right = all(abs(rise - slope) <= far for rise, (slope, far) in zip(rises, self._slopes, strict=True))
        counts = not any(_close(each, at_rest, 1e-6) for each in redrawn)
        return {"alike": _close(found[0], self._scores, 1e-5), "derivatives": right and counts and self._fits}


def _unit(tensor: Tensor) -> Tensor:
    return tensor / max(_norm(tensor), 1e-12)


def _norm(tensor: Tensor) -> float:
    return float(torch.linalg.vector_norm(tensor))


def _normal(random: np.random.Generator, *shape: int) -> Tensor:
    return torch.from_numpy(random.standard_normal(shape, dtype=np.float32))


def _close(one: Tensor, other: Tensor, tolerance: float) -> bool:
    return one.shape == other.shape and torch.allclose(one, other, tolerance, tolerance)

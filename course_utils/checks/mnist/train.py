"""A model trained to read digits, judged by how well it reads digits that it has never seen.

Weights that were trained at home and pasted in as numbers are not refused: no limit on the size of a submission tells
them from honest work. Two small convolutions with 426 numbers of one byte each reach 85 %. That is as long as one or
two docstrings, and numbers can hide in names and code, too. Whoever pastes them has trained a model and saves 20 s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

from course_utils import digits
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.train import Trained, trained_and_tested
from course_utils.checks.learner.values import Value

_DIGITS, _TESTED = 6000, 1000  # the number of digits for training, and for testing
_SECONDS = 20.0  # processor time for the training; a good answer needs a third of it
_ASKED = 3.0  # further seconds for the test by the grader's clock; the learner's clock could say anything
_ENOUGH, _LINEAR = 0.80, 0.68  # shares read right: the share asked for, and one that no linear model reaches
_CLASSES = 10


@lru_cache(maxsize=4)
def _drawn(seed: int, secret: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training digits and labels, then test digits and labels, all images moved and relit."""
    random = Random(torch.Generator().manual_seed(seed))
    train, test = digits.load(train=True), digits.load(train=False)
    some = torch.randperm(len(train.data), generator=random.generator)[:_DIGITS]
    # A seed alone would not do: the training labels reveal it, and the order of MNIST's test labels is well known.
    others = torch.from_numpy(np.random.default_rng([seed, secret]).permutation(len(test.data))[:_TESTED])
    images, tests = _moved_and_lit(train.data[some], random), _moved_and_lit(test.data[others], random)
    return images, train.targets[some], tests, test.targets[others]


def _moved_and_lit(images: Tensor, random: Random) -> Tensor:
    """Each image moved by up to 3 pixels, with paper and ink of random brightness and a little noise."""
    count, height, width = images.shape
    padded = nn.functional.pad(images.float() / 255, (3, 3, 3, 3))
    down, right = torch.randint(7, (2, count, 1), generator=random.generator)
    rows, columns = torch.arange(height) + down, torch.arange(width) + right
    ink = padded[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    light = torch.rand(2, count, 1, 1, generator=random.generator)
    paper, full = 40 * light[0], 120 + 135 * light[1]
    lit = paper + (full - paper) * ink + random.normal(count, height, width, scale=12.0)
    return lit.round().clamp(0, 255).to(torch.uint8)


def _trials(random: Random) -> Iterator[Trial]:
    images, labels, tests, test_labels = _drawn(random.integer(0, 2**31 - 1), random.secret)
    arguments = {"images": images, "labels": labels, "other images": tests}
    yield Trial(arguments, known={"their labels": test_labels})


def _reading(scores: Tensor, labels: Tensor) -> str:
    """How well digits are read, in words."""
    read = scores.argmax(1)
    share = _share(read == labels)
    if share >= _ENOUGH:
        return "well"
    if scores.min() >= 0 and torch.allclose(scores.sum(1), torch.ones(len(scores)), atol=1e-4):
        return "by probabilities"
    if _share(read == read.mode().values) > 0.95:
        return "as one class"
    if any(_share((read + shift) % _CLASSES == labels) > 0.5 for shift in range(1, _CLASSES)):
        return "as their neighbours"
    if _share(scores.argmin(1) == labels) > 0.5:
        return "upside down"
    if share < 0.25:
        return "by guessing"
    said = torch.isin(labels, read)  # images whose digit is among the model's outputs
    if not said.all() and _share((read == labels)[said]) > _LINEAR:
        return "but for some that it never says"
    return "as by a linear model" if share < _LINEAR else "not well enough"


_READINGS = (
    *("well", "by probabilities", "as one class", "as their neighbours", "upside down", "by guessing"),
    *("but for some that it never says", "as by a linear model", "not well enough"),
)


def _share(of: Tensor) -> float:
    return float(of.float().mean())


def _facts(before: Mapping[str, Value], reply: Reply) -> Value:
    """Whether a model came back in time, and how well it reads digits that it has never seen.

    A fact that an earlier fault leaves unknown counts as right.
    """
    labels = before["their labels"]
    trained = Trained.of(reply.value)
    sound = {"module": True, "error": "", "scores": torch.zeros(len(labels), _CLASSES)}
    sound |= {"in time": True, "digits read": _READINGS[0], "share right": _ENOUGH}
    if trained is None or not trained.module:
        return sound | {"module": False}
    if trained.error:
        return sound | {"error": trained.error}
    scores = trained.scores
    if isinstance(scores, Tensor) and scores.is_floating_point():
        scores = scores.float()
    in_time = trained.seconds <= _SECONDS and reply.seconds <= _SECONDS + _ASKED
    found = sound | {"scores": scores * 0 if isinstance(scores, Tensor) else scores, "in time": in_time}
    if not isinstance(scores, Tensor) or scores.shape != (len(labels), _CLASSES) or not scores.is_floating_point():
        return found
    share = min(round(_share(scores.argmax(1) == labels), 2), _ENOUGH)
    return found | {"digits read": _reading(scores, labels), "share right": share}


def _told(before: Mapping[str, Value], reply: Reply) -> str:
    """The note on a model that passed: the share of digits that it reads right."""
    labels, trained = before["their labels"], Trained.of(reply.value)
    assert trained
    return f"It reads {_share(trained.scores.argmax(1) == labels):.1%} of {len(labels):,} other digits right."


def _but(score: Callable[[Tensor], Tensor], seconds: float = 1.0, module: bool = True) -> Callable[..., Trained]:
    """The result of a use whose model makes its scores from the right labels; nothing is trained."""

    def use(_images: Tensor, _labels: Tensor, _tests: Tensor, test_labels: Tensor) -> Trained:
        return Trained(module, score(test_labels), seconds=seconds)

    return use


def _scores(labels: Tensor) -> Tensor:
    return 3 * one_hot(labels % _CLASSES, _CLASSES).float() - 1  # -1 and 2: no probabilities


def _partly(share: float) -> Callable[[Tensor], Tensor]:
    """Scores of which this share is right; the others are wrong by 1 to 9 classes in turn."""

    def scores(labels: Tensor) -> Tensor:
        number = torch.arange(len(labels))
        return _scores(torch.where(number < share * len(labels), labels, labels + 1 + number % (_CLASSES - 1)))

    return scores


_ASK = "Are the pixels scaled to 0..1? Do images and labels belong together after shuffling? Does the loss fall?"

EXERCISE = Exercise(
    id="mnist/train",
    parameters=("images", "labels"),
    points=4,
    trials=_trials,
    oracle=_but(_scores),
    returns=DictOf(
        {
            "module": Plain(bool, wrong="what came back is not an nn.Module"),
            "error": Plain(
                str,
                wrong="`train` gave a model back, but calling this model on a batch of images raised an error",
                hint="Call it yourself on images[:2], just as they come: uint8, from 0 to 255.",
            ),
            "scores": TensorOf(("batch", "classes")),
            "in time": Plain(bool, wrong=f"the training took more than {_SECONDS:g} s of processor time"),
            "digits read": Plain(str, _READINGS, wrong="too few of the other digits are read right"),
            "share right": Plain(float, wrong=f"fewer than {_ENOUGH:.0%} of the other digits are read right"),
        },
        words=f"a model that reads {_ENOUGH:.0%} of the other digits right, trained in {_SECONDS:g} s",
    ),
    observe=_facts,
    note=_told,
    gradient=False,
    use=trained_and_tested.__name__,
    seconds=60.0,
    slips=(
        Slip(
            "model-not-returned",
            "what came back is not a model: train must return the trained nn.Module itself",
            "Return the model: not its state_dict, its loss or nothing, and not the class.",
            _but(_scores, module=False),
            part="module",
        ),
        Slip(
            "every-step-scored",
            "the model gives scores for every row; asked for is one set per digit, when all rows are read",
            "Choose one time step before the head.",
            _but(lambda labels: torch.zeros(28, len(labels), _CLASSES)),
            part="scores",
        ),
        Slip(
            "class-numbers",
            "the model gives class numbers; asked for are ten scores per digit, of which the highest wins",
            "Leave argmax to whoever uses the model.",
            _but(lambda labels: labels),
            part="scores",
        ),
        Slip(
            "rows-as-examples",
            "the model gives one set of scores per row of the images: it takes the rows for the batch",
            "The images come as (batch, height, width): bring the rows to the front, or say batch_first.",
            _but(lambda _labels: torch.zeros(28, _CLASSES)),
            part="scores",
        ),
        Slip(
            "too-slow",
            f"the training took more than the {_SECONDS:g} s of processor time that it has",
            "Measure some steps and divide, or stop by time.process_time(). A smaller model may do as well.",
            _but(_scores, seconds=_SECONDS + 1),
            part="in time",
        ),
        Slip(
            "softmax-in-the-model",
            "too few digits are read right, and the scores of each add up to 1: cross_entropy applies a softmax itself",
            "Let the model give the scores of its last Linear, as they are.",
            _but(lambda labels: _partly(0.74)(labels).softmax(1)),
            part="digits read",
        ),
        Slip(
            "one-class-only",
            "the model takes nearly every digit for the same class",
            _ASK,
            _but(lambda labels: _scores(0 * labels)),
            part="digits read",
        ),
        Slip(
            "labels-shifted",
            "the model reads well, but its class numbers are shifted: score k must belong to digit k",
            "Use the labels as they are, 0 to 9.",
            _but(lambda labels: _scores(labels + 1)),
            part="digits read",
        ),
        Slip(
            "lowest-score",
            "the model gives the right class the lowest score, not the highest: a sign is the wrong way round",
            "Return the scores that cross_entropy was given.",
            _but(lambda labels: -_scores(labels)),
            part="digits read",
        ),
        Slip(
            "guessing",
            "the model reads no better than guessing, or hardly so",
            _ASK,
            _but(_partly(0.0)),
            part="digits read",
        ),
        Slip(
            "digits-never-said",
            "the model never says some of the ten digits, and reads most of the others right",
            "Are all ten among what it learns from, and equally often? labels.bincount() counts them.",
            _but(lambda labels: _scores(labels.clamp(min=3))),
            part="digits read",
        ),
        Slip(
            "linear-level",
            f"the model reads better than guessing, and no better than a linear one could; {_ENOUGH:.0%} is asked for",
            f"{_ASK} Then: more steps, another rate; is the state kept from row to row?",
            _but(_partly(0.5)),
            part="digits read",
        ),
        Slip(
            "not-well-enough",
            f"the model reads well, but not well enough yet: {_ENOUGH:.0%} of the other digits is asked for",
            "Try a rate that rises and falls (OneCycleLR), more passes or more units; judge by digits kept aside.",
            _but(_partly(0.74)),
            part="digits read",
        ),
    ),
)

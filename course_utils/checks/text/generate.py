"""Going on from prefixes of different lengths as a batch, always with the likeliest letter.

Which letter is the likeliest must not depend on how an answer adds. So each trial is drawn anew until the best score is
ahead of the second by CLEAR in every choice: far more than float32 rounds, which the tests measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, FAR, HOUSE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.values import Value, to_object
from course_utils.checks.lengths import draw_lengths

CLEAR = 2e-3
_MANY = 66
_POOL = range(4, 12)
_SHUNS = 12.0  # how much its head turns away from a letter just read


def _arguments(random: Random, sizes: Sizes, lengths: Sequence[int], training: bool = True) -> Mapping[str, Value]:
    """A model of G letters that goes on for S steps; it shuns the letter that it has just read, so that they change."""
    strong = 0.3 if sizes.far else 3.0  # far from zero, gates saturate, and nothing would show
    while True:
        gru = random.layer("GRU", training, input_size=sizes.F, hidden_size=sizes.H, num_layers=sizes.L)
        read = {name: strong * weight for name, weight in gru.weights.items() if name.startswith("weight_ih")}
        gru = replace(gru, weights={**gru.weights, **read})
        head = random.layer("Linear", training, in_features=sizes.H, out_features=sizes.G)
        embedding = random.input(sizes, sizes.G, sizes.F)
        with torch.no_grad():
            alone = gru.build()(embedding.unsqueeze(0))[1][-1]  # the state after each letter alone
        shuns = {"weight": 4 * head.weights["weight"] - _SHUNS * alone, "bias": head.weights["bias"]}
        arguments = {
            "embedding": embedding,
            "gru": gru,
            "head": replace(head, weights=shuns),
            "prefixes": torch.randint(sizes.G, (sizes.T, len(lengths)), generator=random.generator),
            "lengths": torch.tensor(lengths),
            "n": sizes.S,
        }
        if least_ahead(arguments) > CLEAR and (_needs_large_numbers(arguments) or not sizes.far):
            return arguments


def least_ahead(arguments: Mapping[str, Value]) -> float:
    """By how much the best score is ahead of the second, in the closest choice of a trial."""
    with torch.no_grad():
        scores = torch.stack(_Run(*map(to_object, arguments.values())).go_on().scores)
    if scores.shape[2] == 1:
        return torch.inf
    best = scores.topk(2).values
    return float((best[..., 0] - best[..., 1]).min())


def _needs_large_numbers(arguments: Mapping[str, Value]) -> bool:
    """Whether other letters are chosen if the embedding is clipped at FAR."""
    clipped = {**arguments, "embedding": arguments["embedding"].clamp(-FAR, FAR)}
    one, other = (EXERCISE.oracle(*map(to_object, each.values())) for each in (arguments, clipped))
    return not torch.equal(one, other)


def _trials(random: Random) -> Iterator[Trial]:
    rising, falling = (random.sizes(order, pool=_POOL) for order in (RISING, RISING[::-1]))
    at_edges = (2, 7, 4)
    yield Trial(_arguments(random, HOUSE, draw_lengths(random, HOUSE.B, 2, HOUSE.T - 2)))
    yield Trial(_arguments(random, rising, draw_lengths(random, rising.B, 1, rising.T), training=False))
    yield Trial(_arguments(random, falling, draw_lengths(random, falling.B, 2, falling.T)))
    many_letters = replace(HOUSE, B=1, S=_MANY, L=1)
    yield Trial(
        _arguments(random, many_letters, (4,)), f"one example (batch = 1), and many letters to write (n = {_MANY})"
    )
    yield Trial(
        _arguments(random, sizes_at("T=1 L=1"), (1, 1, 1)), "prefixes of one letter (seq_len = 1), a single layer"
    )
    far = replace(sizes_at("F=1 far=1"), G=30, S=12, L=1)
    yield Trial(_arguments(random, far, at_edges), EDGES["F=1 far=1"])
    yield Trial(_arguments(random, sizes_at("H=1 L=1"), at_edges), EDGES["H=1"])
    yield Trial(_arguments(random, sizes_at("G=1 S=2 L=1"), at_edges), "a single letter to choose from (V = 1)")
    many_examples = replace(HOUSE, B=_MANY, S=1, L=1)
    lengths = [1 + k % HOUSE.T for k in range(_MANY)]
    yield Trial(
        _arguments(random, many_examples, lengths), f"many examples (batch = {_MANY}), one letter to write (n = 1)"
    )
    yield Trial(_arguments(random, HOUSE, (5, 5, 5)), "prefixes of one length")
    yield Trial(_arguments(random, EQUAL, (2, 4, 1, 4)), EDGES["equal"])
    large = Sizes(T=_MANY, B=2, F=_MANY, H=_MANY, G=_MANY, S=2, L=1)
    yield Trial(_arguments(random, large, (3, _MANY)), f"a long prefix (seq_len = {_MANY}), and a large model")
    yield Trial(_arguments(random, sizes_at("B=2 S=2 L=11"), (3, 6)), "many layers (num_layers = 11)")


@dataclass(frozen=True)
class _Written:
    """What a run leaves: the last letter of each prefix, then the scores of every step and the letters chosen."""

    last: Tensor
    scores: list[Tensor]
    letters: list[Tensor]


@dataclass(frozen=True)
class _Run:
    """The arguments of a call."""

    embedding: Tensor
    gru: nn.GRU
    head: nn.Linear
    prefixes: Tensor
    lengths: Tensor
    n: int

    def state(self, lengths: Tensor) -> Tensor:
        """The state after so many letters of each prefix, (L, B, H)."""
        packed = pack_padded_sequence(self.embedding[self.prefixes], lengths, enforce_sorted=False)
        h_n: Tensor = self.gru(packed)[1]
        return h_n

    def last(self, lengths: Tensor) -> Tensor:
        """The letter at the end of each prefix, (B,)."""
        return self.prefixes[lengths - 1, torch.arange(len(lengths))]

    def step(self, x: Tensor, h: Tensor | None) -> Tensor:
        """The state after the model has read x (B, F)."""
        h_n: Tensor = self.gru(x.unsqueeze(0), h)[1]
        return h_n

    def go_on(
        self,
        begin: Callable[[_Run], Tensor] = lambda run: run.state(run.lengths),
        first: Callable[[_Run, Tensor], Tensor] = lambda run, h: run.head(h[-1]),
        carry: Callable[[Tensor, Tensor], Tensor | None] = lambda h, _start: h,
        read: Callable[[_Run, Tensor, Tensor, Tensor], Tensor] = lambda run, letter, _scores, _first: run.embedding[
            letter
        ],
        choose: Callable[[Tensor], Tensor] = lambda scores: scores.argmax(1),
        more: int = 0,
    ) -> _Written:
        """The run, with one part done another way."""
        h = start = begin(self)
        scores = first(self, h)
        written = _Written(self.last(self.lengths), [scores], [choose(scores)])
        for _ in range(self.n + more - 1):
            h = self.step(read(self, written.letters[-1], scores, written.letters[0]), carry(h, start))
            scores = self.head(h[-1])
            written.scores.append(scores)
            written.letters.append(choose(scores))
        return written


def _but(
    finish: Callable[[_Run, _Written], Tensor] = lambda _run, written: torch.stack(written.letters), **parts: Any
) -> Callable[..., Any]:
    """The letters, with one part of the run done another way."""

    def generate(*arguments: Any) -> Tensor:
        with torch.no_grad():
            run = _Run(*arguments)
            return finish(run, run.go_on(**parts))

    return generate


def _all_read(run: _Run) -> Tensor:
    return run.state(torch.full_like(run.lengths, len(run.prefixes)))


def _cut(run: _Run) -> Tensor:
    return run.state(run.lengths.min().expand_as(run.lengths))


def _one_short(run: _Run) -> Tensor:
    """The state before the last letter; a prefix of one letter is read all the same."""
    return run.state((run.lengths - 1).clamp(min=1))


def _one_too_far(run: _Run) -> Tensor:
    return run.state((run.lengths + 1).clamp(max=len(run.prefixes)))


def _last_again(run: _Run) -> Tensor:
    return run.step(run.embedding[run.last(run.lengths)], run.state(run.lengths))


def _last_alone(run: _Run) -> Tensor:
    return run.step(run.embedding[run.last(run.lengths)], None)


def _sorted(run: _Run) -> Tensor:
    order = run.lengths.argsort(descending=True, stable=True)
    return run.state(run.lengths)[:, order]


def _end_of_the_padding(run: _Run, h: Tensor) -> Tensor:
    """The scores of an output that is padded with zeros, at the last step of the longest prefix."""
    longest = (run.lengths == run.lengths.max()).unsqueeze(1)
    return torch.where(longest, run.head(h[-1]), run.head.bias)


def _lengths(trial: Trial) -> list[int]:
    return [int(length) for length in trial.arguments["lengths"]]


def _steps(trial: Trial) -> int:
    return len(trial.arguments["prefixes"])


EXERCISE = Exercise(
    id="text/generate",
    parameters=("embedding", "gru", "head", "prefixes", "lengths", "n"),
    points=3,
    trials=_trials,
    axes={"embedding": "VF", "gru": "FHL", "head": "HV", "prefixes": "TB", "n": "S"},
    also={
        "padding for all": lambda trial: max(_lengths(trial)) < _steps(trial),
        "no padding for the longest": lambda trial: max(_lengths(trial)) == _steps(trial),
        "prefixes of one length": lambda trial: len(set(_lengths(trial))) == 1 < len(_lengths(trial)),
        "a length of 1": lambda trial: min(_lengths(trial)) == 1 < max(_lengths(trial)),
        "not sorted": lambda trial: _lengths(trial) != sorted(_lengths(trial), reverse=True),
        "two examples": lambda trial: len(_lengths(trial)) == 2,
        "a model in eval mode": lambda trial: not trial.arguments["gru"].training,
        "a model in training mode": lambda trial: trial.arguments["gru"].training,
    },
    oracle=_but(),
    returns=TensorOf(("n", "batch")),
    gradient=False,
    slips=(
        Slip(
            "padding-read",
            "your model reads the padding, too: only the longest prefix may be read to the last step",
            "Pack the prefixes, or keep the state of each at its own last letter.",
            _but(begin=_all_read),
        ),
        Slip(
            "cut-to-the-shortest",
            "you cut every prefix to the length of the shortest",
            "Each prefix is read to its own end: pack, or go step by step with torch.where.",
            _but(begin=_cut),
        ),
        Slip(
            "last-letter-not-read",
            "the last letter of each prefix is not read before the first choice",
            "A prefix has `length` letters; the last one is number length - 1.",
            _but(begin=_one_short),
        ),
        Slip(
            "one-letter-too-far",
            "your model reads one letter of the padding behind each shorter prefix",
            "A prefix has `length` letters; the last one is number length - 1.",
            _but(begin=_one_too_far),
        ),
        Slip(
            "last-letter-twice",
            "your model reads the last letter of each prefix twice",
            "h_n has read it already: choose from it before you feed anything.",
            _but(begin=_last_again),
        ),
        Slip(
            "prefix-forgotten",
            "your model knows only the last letter of each prefix: it reads that from a state of zeros",
            "Go on from the state in which the prefix leaves it.",
            _but(begin=_last_alone),
        ),
        Slip(
            "state-dropped",
            "each step begins from a state of zeros: nothing but the last letter is remembered",
            "Pass the state as the second argument, and keep the new one.",
            _but(carry=lambda _h, _start: None),
        ),
        Slip(
            "state-never-moves",
            "each step begins from the state after the prefix: the letters in between are forgotten",
            "Keep the state that each step returns.",
            _but(carry=lambda _h, start: start),
        ),
        Slip(
            "letter-never-moves",
            "from the second letter on each step reads the same letter, the first that you chose",
            "Assign the letter that is chosen to the variable that is read.",
            _but(read=lambda run, _letter, _scores, first: run.embedding[first]),
        ),
        Slip(
            "last-letter-read-always",
            "each step reads the last letter of the prefix; it must read the letter just chosen",
            "Assign the letter that is chosen to the variable that is read.",
            _but(read=lambda run, _letter, _scores, _first: run.embedding[run.last(run.lengths)]),
        ),
        Slip(
            "probabilities-fed",
            "each step reads a mixture of all letters by their probabilities; it must read the one that is chosen",
            "embedding[letter], after argmax.",
            _but(read=lambda run, _letter, scores, _first: scores.softmax(1) @ run.embedding),
        ),
        Slip(
            "lowest-score",
            "you choose the letter with the lowest score",
            "argmax",
            _but(choose=lambda scores: scores.argmin(1)),
        ),
        Slip(
            "end-of-the-padding",
            "your first letter comes from the end of the padded output, which is zero behind the shorter prefixes",
            "h_n has the state of each prefix at its own end.",
            _but(first=_end_of_the_padding),
        ),
        Slip(
            "sorted-order",
            "your states are sorted by the length of the prefix, and so are your columns; column k is for prefix k",
            "h_n comes back in the order of the examples: sort nothing afterwards.",
            _but(begin=_sorted),
        ),
        Slip(
            "first-layer",
            "your first letter comes from the state of the first layer; the head reads that of the top one",
            "h_n[-1]",
            _but(first=lambda run, h: run.head(h[0])),
        ),
        Slip(
            "prefixes-included",
            "the prefixes are in your result, too; only new letters are asked for",
            "Begin with an empty list.",
            _but(lambda run, written: torch.cat([run.prefixes, torch.stack(written.letters)])),
        ),
        Slip(
            "one-step-early",
            "your result begins with the last letter of each prefix, and lacks the last new one",
            "Append the letter after it is chosen, not before.",
            _but(lambda _run, written: torch.stack([written.last, *written.letters[:-1]])),
        ),
        Slip(
            "one-too-many",
            "you write n + 1 letters",
            "The first one is chosen before anything is fed: count it, too.",
            _but(more=1),
        ),
        Slip(
            "first-letter-missing",
            "your result lacks the first new letter, and has one too many at the end",
            "The state after the prefix gives the first letter: append it, too.",
            _but(lambda _run, written: torch.stack(written.letters[1:]), more=1),
        ),
        Slip(
            "last-only",
            "this is only the last letter; asked for are all n",
            "Append to a list inside the loop, and join the list at the end.",
            _but(lambda _run, written: written.letters[-1]),
        ),
        Slip(
            "batch-first",
            "each example is a row of yours; asked for is a column for each, time first",
            "torch.stack puts the new axis first.",
            _but(lambda _run, written: torch.stack(written.letters, 1)),
        ),
        Slip(
            "scores-returned",
            "these are the scores of the letters; asked for are the letters that are chosen",
            "Append what argmax gives.",
            _but(lambda _run, written: torch.stack(written.scores)),
        ),
    ),
)

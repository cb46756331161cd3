"""What defines an exercise: how a trial is drawn, what PyTorch says, what is compared, and the slips with a name."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

import torch
from torch import Tensor

from course_utils.checks.engine.kinds import Kind
from course_utils.checks.learner.answer import LocalAnswer, Reply
from course_utils.checks.learner.values import Layer, Value, unset


@dataclass(frozen=True)
class Sizes:
    """The sizes of one trial, in the letters of the lessons; pairwise different but at an edge."""

    T: int = 7
    B: int = 3
    F: int = 6
    H: int = 5
    L: int = 2
    S: int = 4  # seq_len of a second sequence
    G: int = 8  # input_size of a second layer
    scale: float = 1  # standard deviation of a state


HOUSE = Sizes()
POOL = (4, 5, 6, 7, 8, 9, 11)


@lru_cache(maxsize=64)
def _blank(kind: str, **options: int | float | bool | str) -> Layer:
    """A layer for the shapes of its weights; a check draws many of the same sizes."""
    return Layer.of(unset(kind, **options))


@dataclass(frozen=True)
class Random:
    """The source of everything random in a trial; the same seed gives the same trial on every machine.

    The generator has no more than 2**32 states, and an answer could try them all; `secret` has more.
    """

    generator: torch.Generator
    secret: int = 0

    def normal(self, *shape: int, scale: float = 1.0) -> Tensor:
        """A float32 tensor of this shape from a normal distribution with standard deviation `scale`."""
        return torch.randn(*shape, generator=self.generator, dtype=torch.float32) * scale

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def sizes(self) -> Sizes:
        """Sizes that differ pairwise, so that a swapped axis shows, and from the house's, so that a fixed size does."""
        while True:
            order = torch.randperm(len(POOL), generator=self.generator).tolist()
            T, B, F, H, S, G = (POOL[i] for i in order[:6])
            drawn = Sizes(T, B, F, H, L=3, S=S, G=G)
            if drawn.B != HOUSE.T and all(getattr(drawn, axis) != getattr(HOUSE, axis) for axis in "TFHSG"):
                return drawn  # T and B may still change places

    def layer(self, kind: str, **options: int | float | bool | str) -> Layer:
        """A layer or cell of torch.nn, or an nn.Linear, with random weights and biases."""
        layer = _blank(kind, **options)
        scale = float(options["in_features" if kind == "Linear" else "hidden_size"]) ** -0.5
        weights = {name: self.normal(*weight.shape, scale=scale) for name, weight in layer.weights.items()}
        return replace(layer, weights=weights)


@dataclass(frozen=True, eq=False)
class Trial:
    """One set of inputs, by argument name.

    `edge` says in words what is special about it, if anything is; `gradient` whether gradients are compared, too,
    where the exercise asks for them. What is `known` stands behind the arguments of the oracle and of slips, and
    among those that `observe` is given; the answer never sees it.
    """

    arguments: Mapping[str, Value]
    edge: str = ""
    gradient: bool = True
    known: Mapping[str, Value] = field(default_factory=dict)

    @property
    def everything(self) -> Mapping[str, Value]:
        """The arguments, and what else is known."""
        return {**self.arguments, **self.known}


def trials(draw: Callable[[Random, Sizes], Mapping[str, Value]], *edges: str) -> Callable[[Random], Iterator[Trial]]:
    """The usual trials of an exercise: the house sizes, two random ones, then the edges.

    An edge is written like `T=1` or `T=1 S=1`; it changes the house sizes.
    """

    def run(random: Random) -> Iterator[Trial]:
        yield Trial(draw(random, HOUSE))
        for number in range(2):
            sizes = random.sizes()
            if (sizes.T < sizes.B) != (number % 2 == 0):  # more examples than steps, and the reverse
                sizes = replace(sizes, T=sizes.B, B=sizes.T)
            yield Trial(draw(random, sizes), gradient=number == 0)
        for edge in edges:
            changed = {letter: int(size) for letter, size in (part.split("=") for part in edge.split())}
            yield Trial(draw(random, replace(HOUSE, **changed)), EDGES[edge], edge not in VALUES_ONLY)

    return run


EDGES = {
    "T=1": "a sequence of one step (seq_len = 1)",
    "T=1 S=1": "a source and a target of one step (seq_len = 1)",
    "B=1": "a batch of one example (batch = 1)",
    "H=1": "a single hidden unit (hidden_size = 1)",
    "L=1": "a single layer (num_layers = 1)",
    "T=3": "as many steps as examples (seq_len = batch = 3)",
    "T=1 B=1": "a single step of a single example (seq_len = batch = 1)",
    "T=4 B=4": "as many steps as examples (seq_len = batch = 4)",
    "T=3 S=3": "source, target and batch of the same size (seq_len = batch = 3)",
    "T=66": "a long sequence (seq_len = 66)",
    "F=15": "as many inputs as the weights have rows (input_size = 3 * hidden_size)",
    "F=20": "as many inputs as the weights have rows (input_size = 4 * hidden_size)",
    "scale=6": "a state far from zero",
}

# Gradients far from zero are dominated by rounding; the others say nothing that the house sizes do not.
VALUES_ONLY = {"scale=6", "H=1", "T=3", "T=4 B=4", "T=1 S=1", "T=3 S=3"}


@dataclass(frozen=True)
class Slip:
    """A known wrong answer: its name, the sentence that explains it, one suggestion, and the wrong answer itself.

    `part` is the item of a tuple or dictionary that it is about. The items before it must be right; those after
    it may be anything. Without one it is about the whole answer.
    """

    name: str
    explanation: str
    suggestion: str
    wrong: Callable[..., Any]
    part: str = ""


def returned(_before: Mapping[str, Value], reply: Reply) -> Value:
    """What is compared in most exercises: the value that came back."""
    return reply.value


# It yields arguments, is sent the replies to them, and returns one of all.
Talk: TypeAlias = Generator[tuple[Value, ...], Reply, Reply]


def converse(talk: Talk, ask: Callable[[Sequence[Value]], Reply]) -> Reply:
    """Call an answer as often as a talk wants, and give what that makes of the replies, or the first failure."""
    reply, printed = None, 0
    while True:
        try:
            arguments = next(talk) if reply is None else talk.send(reply)
        except StopIteration as end:
            made: Reply = end.value
            return replace(made, printed=printed)
        reply = ask(arguments)
        printed += reply.printed
        if reply.failure:
            return replace(reply, printed=printed)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise.

    Attributes:
        id: `<lesson>/<name>`; the answer's name in a notebook is the second half with underscores.
        parameters: the names of the answer's parameters, in order.
        points: what a right answer earns.
        trials: draws the trials of one check.
        oracle: what PyTorch's own modules give for the arguments of a trial.
        returns: the kind of thing that is compared.
        slips: known wrong answers, the more telling first.
        observe: what is compared, from the arguments before the call and the reply; the value by default.
        talk: asks the answer in several calls, where what one shows decides what is asked next; it is given all that
            is known of a trial. The oracle and the slips give what it returns.
        changes: names of the arguments the answer is meant to change.
        may_turn: names of the arguments whose first two axes may be swapped afterwards, as torch's own unpad_sequence
            leaves what it is given.
        gradient: whether gradients must reach the arguments.
        use: what is done with the answer and the arguments: a name in `course_utils.checks.learner.uses`, or
            `module:function` in the `learner` of another course.
        is_class: whether the answer is a class; it is then named in the way of classes, `RowClassifier`.
        parts: whether every item of `returns` earns an equal share of the points by itself.
        seconds: what one call may take when it is graded, where that is more than the grader's own limit.
    """

    id: str
    parameters: tuple[str, ...]
    points: int
    trials: Callable[[Random], Iterator[Trial]]
    oracle: Callable[..., Any]
    returns: Kind
    slips: tuple[Slip, ...]
    observe: Callable[[Mapping[str, Value], Reply], Value] = returned
    talk: Callable[[Mapping[str, Value]], Talk] | None = None
    changes: frozenset[str] = field(default_factory=frozenset)
    may_turn: frozenset[str] = field(default_factory=frozenset)
    gradient: bool = True
    use: str = "called"
    is_class: bool = False
    parts: bool = False
    seconds: float = 0.0

    @property
    def answer_name(self) -> str:
        """The name of the learner's function or class."""
        words = self.id.split("/")[1].split("-")
        return "".join(word.capitalize() for word in words) if self.is_class else "_".join(words)

    def local(self, answer: object) -> LocalAnswer:
        """An answer to this exercise in this process."""
        return LocalAnswer(answer, self.answer_name, self.parameters, self.use, self.is_class)

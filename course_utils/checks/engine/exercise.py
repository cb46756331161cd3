"""What defines an exercise: how its trials are drawn, its oracle, what is compared, and its slips."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from course_utils.checks.engine.kinds import Kind
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.answer import LocalAnswer, Reply
from course_utils.checks.learner.values import Value


@dataclass(frozen=True)
class Slip:
    """A known wrong answer: its name, the sentence that explains it, one suggestion, and the wrong answer itself.

    `part` is the item of a tuple or dictionary in which the slip shows. The items before it must be right; those after
    it may be anything. Without a part, the slip is compared with the whole answer.
    """

    name: str
    explanation: str
    suggestion: str
    wrong: Callable[..., Any]
    part: str = ""


@dataclass(frozen=True)
class Crash:
    """An error that an answer may raise: a pattern of its text, the name of its slip, and what to try.

    `line` is a pattern of the learner's line of code, if the advice is true only for such lines.
    """

    text: str
    slip: str
    advice: str
    line: str = ""

    def fits(self, text: str, line: str) -> bool:
        """Whether an error with this text, raised in this line, is such an error."""
        return re.search(self.text, text) is not None and re.search(self.line, line) is not None


def returned(_before: Mapping[str, Value], reply: Reply) -> Value:
    """What is compared in most exercises: the value that came back."""
    return reply.value


def silent(_before: Mapping[str, Value], _reply: Reply) -> str:
    """The note on a right answer in most exercises: none."""
    return ""


# A generator: it yields the arguments of each call, is sent the reply, and returns one reply for all calls.
Talk: TypeAlias = Generator[tuple[Value, ...], Reply, Reply]


def converse(talk: Talk, ask: Callable[[Sequence[Value]], Reply]) -> Reply:
    """Call an answer as often as a talk asks; return what the talk makes of the replies, or the first failure."""
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
        axes: the letters of each argument's axes, such as "TBF" for x or "1BH" for h_0. For a layer they are those of
            input_size, hidden_size and num_layers; for texts, how many and how long; for a whole number, one letter.
            `conditions` works out from `axes`, `settings`, `also` and `never` which conditions a check must meet.
        settings: what the text allows besides sizes, with all values: an argument, or an option of a layer or Cell
            (`kind` is its class).
        also: further conditions that the trials must meet: a name in words, and a function that tests one trial.
        crashes: errors on which this exercise can say more than `engine.crashes`.
        by_hand: what must not be called if the text says "by hand": see `engine.by_hand`.
        rounds: a number of steps, if the text asks for few rounds over all steps; 0 if a loop over them will do. One
            trial has so many steps, another `engine.rounds.MORE` times as many, and nothing else differs in size.
        never: the conditions that no trial has, with the reason.
        observe: computes what is compared from the arguments before the call and the reply; by default the value.
        talk: calls the answer several times, if one reply decides about the next call. It gets everything that is
            known of a trial. The oracle and the slips return directly what the talk would return.
        changes: names of the arguments the answer is meant to change.
        may_turn: names of the arguments whose first two axes may be swapped after the call; torch's own unpad_sequence
            leaves its argument so.
        gradient: whether gradients must reach the arguments.
        use: what is done with the answer and the arguments: a name in `course_utils.checks.learner.uses`, or
            `module:function` in the `learner` of another course.
        draws: whether a right answer draws random numbers, by any generator. Then nobody asks whether it gives the same
            again; `observe` turns its draws into facts, and the module says how seldom chance makes these wrong.
        is_class: whether the answer is a class; then its name is in CamelCase, such as `RowClassifier`.
        parts: whether every right item of `returns` earns an equal share of the points.
        seconds: the time limit of one call in grading, if it is above the grader's own limit.
        note: computes a note on an answer that passed, from the arguments before the last call and the reply.
    """

    id: str
    parameters: tuple[str, ...]
    points: int
    trials: Callable[[Random], Iterator[Trial]]
    oracle: Callable[..., Any]
    returns: Kind
    slips: tuple[Slip, ...]
    axes: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    also: Mapping[str, Callable[[Trial], bool]] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()
    by_hand: Mapping[str, str] = field(default_factory=dict)
    rounds: int = 0
    observe: Callable[[Mapping[str, Value], Reply], Value] = returned
    talk: Callable[[Mapping[str, Value]], Talk] | None = None
    changes: frozenset[str] = field(default_factory=frozenset)
    may_turn: frozenset[str] = field(default_factory=frozenset)
    gradient: bool = True
    use: str = "called"
    draws: bool = False
    is_class: bool = False
    parts: bool = False
    seconds: float = 0.0
    note: Callable[[Mapping[str, Value], Reply], str] = silent

    @property
    def answer_name(self) -> str:
        """The name of the learner's function or class."""
        words = self.id.split("/")[1].split("-")
        return "".join(word.capitalize() for word in words) if self.is_class else "_".join(words)

    def slip_names(self) -> frozenset[str]:
        """The names of this exercise's own slips, without those that the engine knows."""
        return frozenset(each.name for each in self.slips) | {each.slip for each in self.crashes}

    def local(self, answer: object) -> LocalAnswer:
        """An answer to this exercise that runs in this process."""
        return LocalAnswer(answer, self.answer_name, self.parameters, self.use, self.is_class)

"""The one small door between a check and a learner's answer.

`Answer` is what a check sees. `LocalAnswer` is its form inside the learner's own process; another form may send
the same requests to another process. Only values (see `values`) pass in either direction.
"""

from __future__ import annotations

import contextlib
import difflib
import inspect
import io
import linecache
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from course_utils.checks.learner.guard import as_where_it_is_graded
from course_utils.checks.learner.uses import LISTED, called, named
from course_utils.checks.learner.values import Value, tensors, to_object, to_value


@dataclass(frozen=True)
class Failure:
    """Why a call gave no value.

    `kind` is `missing` (no such answer, or the stub is untouched), `callable` (not a function of these arguments),
    `raised`, or `ended` (its process did not come back); `text` is the sentence or the error's message; `line` is the
    learner's own line, when known.
    """

    kind: str
    text: str
    error: str = ""
    line: str = ""


@dataclass(frozen=True)
class Reply:
    """What came of one call.

    That is the value, the arguments as the call left them, their gradients, how many characters were printed, and what
    it took in processor seconds, as the check's side saw it.
    """

    value: Value = None
    arguments: tuple[Value, ...] = ()
    gradients: tuple[torch.Tensor | None, ...] = ()
    printed: int = 0
    failure: Failure | None = None
    seconds: float = field(default=0.0, compare=False)


class Answer(Protocol):
    """A learner's answer, as a check sees it."""

    def call(self, arguments: Sequence[Value], gradient: bool = False, use: str = "") -> Reply:
        """Call the answer once; with another `use` than the exercise's own, if one is given.

        With `gradient`, the reply also holds the gradient of sum(v * value) with respect to every floating-point
        tensor in the arguments, parameters of layers included (None where nothing flows). The v are fixed random
        numbers, so that two answers with the same value can be compared.
        """


class Missing:
    """Stands for an answer that is not there. `near` is a name in the notebook that looks like the one wanted."""

    def __init__(self, near: str = "") -> None:
        self.near = near


def look_up(name: str, namespace: Mapping[str, object]) -> object:
    """The answer called `name`, or a note of what looks most like it."""
    if name in namespace:
        return namespace[name]
    functions = [key for key, thing in namespace.items() if callable(thing) and not key.startswith("_")]
    return Missing((difflib.get_close_matches(name, functions, n=1) or [""])[0])


@dataclass
class LocalAnswer:
    """An answer in this process; see `Exercise` for `use` and `is_class`."""

    answer: object
    name: str = "the answer"
    parameters: tuple[str, ...] = ()
    use: str = called.__name__
    is_class: bool = False

    def call(self, arguments: Sequence[Value], gradient: bool = False, use: str = "") -> Reply:
        """Call the answer with copies of `arguments`; see `Answer.call`."""
        use = use or self.use
        given = [to_object(argument) for argument in arguments]
        if failure := self._refusal(given):
            return Reply(failure=failure)
        assert callable(self.answer)
        if gradient:
            for tensor in tensors(given):
                tensor.requires_grad_(tensor.is_floating_point())
        printed = io.StringIO()
        gradients: tuple[torch.Tensor | None, ...] = ()
        try:
            # A caller's no_grad block must not decide the verdict.
            with _quiet(printed), _own_random_numbers(), torch.enable_grad(), as_where_it_is_graded():
                # Not the leaves themselves: autograd refuses much with those that it allows with the output of a layer.
                handed = [each.clone() if gradient and isinstance(each, torch.Tensor) else each for each in given]
                if use in LISTED:
                    handed = [list(each) if isinstance(each, tuple) else each for each in handed]
                value = named(use)(self.answer, *handed)
                if gradient:
                    gradients = _gradients(value, given)
                result = to_value(value)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a learner's sys.exit() must not end the notebook
            return Reply(printed=len(printed.getvalue()), failure=_failure(error, self.answer))
        return Reply(result, tuple(map(to_value, handed)), gradients, len(printed.getvalue()))

    def _refusal(self, arguments: list[Any]) -> Failure | None:
        """Why the answer cannot even be called."""
        if self.answer is None or self.answer is ... or isinstance(self.answer, Missing):
            near = self.answer.near if isinstance(self.answer, Missing) else ""
            hint = f"; there is a `{near}`: is that the one?" if near else ""
            return Failure("missing", f"there is no `{self.name}` yet{hint}")
        if self.is_class and not inspect.isclass(self.answer):
            kind = type(self.answer).__name__
            return Failure("callable", f"`{self.name}` must be a class; it is of type {kind}")
        if inspect.isclass(self.answer) and not self.is_class:
            return Failure("callable", f"`{self.name}` is a class; write a function")
        if not callable(self.answer):
            return Failure("callable", f"`{self.name}` must be a function; it is of type {type(self.answer).__name__}")
        try:
            signature = inspect.signature(self.answer)
        except (TypeError, ValueError):  # builtins have none; the call itself will tell
            return None
        try:
            signature.bind(*(arguments if self.use == called.__name__ else self.parameters))
        except TypeError:
            wanted = ", ".join(self.parameters)
            return Failure("callable", f"`{self.name}` must take ({wanted}); yours takes {signature}")
        return None


@contextlib.contextmanager
def _quiet(printed: io.StringIO) -> Iterator[None]:
    """Keep what is printed out of the verdict, and warnings off stderr, where nbgrader would take them for errors."""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _own_random_numbers() -> Iterator[None]:
    """The same random numbers in every call, and the notebook's own untouched."""
    # Not torch.manual_seed and fork_rng: those queue a call for devices there are none of, at a millisecond each.
    generator = torch.default_generator
    before = generator.get_state()
    generator.manual_seed(0)
    try:
        yield
    finally:
        generator.set_state(before)


def _gradients(value: object, given: Sequence[object]) -> tuple[torch.Tensor | None, ...]:
    """The gradient of sum(v * value) for every floating-point tensor given."""
    inputs = [tensor for tensor in tensors(given) if tensor.is_floating_point()]
    random = torch.Generator().manual_seed(0)
    weighted = [(torch.randn(out.shape, generator=random, dtype=torch.float32), out) for out in tensors(value)]
    flows = [(v * out).sum() for v, out in weighted if out.requires_grad]
    if not flows or not inputs:
        return (None,) * len(inputs)
    return torch.autograd.grad(torch.stack(flows).sum(), inputs, allow_unused=True)


def _failure(error: BaseException, answer: Callable[..., object]) -> Failure:
    """Say what was raised, and on which line of the learner's own code: the last of them, not one of a library."""
    functions = [answer, *(vars(answer).values() if inspect.isclass(answer) else ())]
    codes = [inspect.unwrap(function).__code__ for function in functions if _is_written(function)]
    files = {code.co_filename for code in codes}
    line = ""
    trace = error.__traceback__
    while trace:
        frame, number = trace.tb_frame, trace.tb_lineno
        if (file := frame.f_code.co_filename) in files or frame.f_globals.get("__name__") == "__main__":
            line = f"line {number}: {linecache.getline(file, number).strip()}".removesuffix(": ")
        trace = trace.tb_next
    try:
        text = (str(error).strip().splitlines() or [""])[0]
    except Exception:  # an error may fail to say what it is
        text = ""
    if isinstance(error, NotImplementedError) and not text:
        return Failure("missing", "nothing is written here yet", "NotImplementedError")
    return Failure("raised", text if len(text) <= 200 else text[:200] + "…", type(error).__name__, line)


def _is_written(function: Any) -> bool:
    """Whether there is Python code of this, below its decorators."""
    try:
        return hasattr(inspect.unwrap(function), "__code__")
    except ValueError:  # it wraps itself
        return False

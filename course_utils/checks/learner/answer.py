"""The one narrow interface between a check and a learner's answer.

A check sees an `Answer`. `LocalAnswer` calls the answer in the same process; other implementations may send the call
to another process. Only values (see `values`) pass in either direction.
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

    `kind` is `missing` (no such answer, or the stub is untouched), `stale` (its cell did not run as it stands there),
    `callable` (not a function of these arguments), `raised`, or `ended` (its process did not come back); `text` is the
    sentence or the error's message; `line` is the learner's own line, when known.
    """

    kind: str
    text: str
    error: str = ""
    line: str = ""


@dataclass(frozen=True)
class Reply:
    """The result of one call.

    It holds the returned value, the arguments after the call, their gradients, the number of printed characters, and
    the processor seconds of the call, measured on the check's side.
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
        """Call the answer once, with the exercise's own `use` if none is given.

        With `gradient`, the reply also holds the gradient of sum(v * value) with respect to every floating-point
        tensor in the arguments, parameters of layers included (None where nothing flows). The v are fixed random
        numbers, so that two answers with the same value can be compared.
        """


class Missing:
    """Stands for a missing answer. `near` is a name in the notebook that resembles the one asked for."""

    def __init__(self, near: str = "") -> None:
        self.near = near


@dataclass(frozen=True)
class Stale:
    """Stands for an answer whose cell on the screen did not give it; `text` says what happened, in a sentence."""

    text: str


def look_up(name: str, namespace: Mapping[str, object]) -> object:
    """The answer called `name`, or a `Missing` with the most similar name."""
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
                # Clones, because autograd refuses operations on leaves that it allows on the output of a layer.
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
        if isinstance(self.answer, Stale):
            return Failure("stale", self.answer.text)
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
        except (TypeError, ValueError):  # some builtins have no signature; the call itself will fail
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
    """Use the same random numbers in every call, and leave the notebook's random state untouched."""
    # torch.manual_seed and fork_rng would queue a call for devices that do not exist, at a millisecond each.
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
    """What was raised, and on which line: the last one of the learner's own code, not one of a library."""
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
    except Exception:  # the error's own __str__ may fail
        text = ""
    if isinstance(error, NotImplementedError) and not text:
        return Failure("missing", "nothing is written here yet", "NotImplementedError")
    return Failure("raised", text if len(text) <= 200 else text[:200] + "…", type(error).__name__, line)


def _is_written(function: Any) -> bool:
    """Whether this is a function with Python code, below its decorators."""
    try:
        return hasattr(inspect.unwrap(function), "__code__")
    except ValueError:  # the function wraps itself
        return False

"""The kind of thing an exercise asks for, in words and axes: what the first rungs compare an answer with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from torch import Tensor

from course_utils.checks.learner.values import Value, brief, cut


@dataclass(frozen=True)
class TensorOf:
    """A tensor with these axes, PyTorch's names in order. One with fewer axes uses the first names.

    `wrong` is the message for wrong values where "has other values" would not help; `hint` is its suggestion. Without
    `wrong`, `hint` is what to ask about wrong values if the usual questions, about steps above all, do not fit.
    """

    axes: tuple[str, ...]
    wrong: str = ""
    hint: str = ""

    def __str__(self) -> str:
        return f"a tensor ({', '.join(self.axes)})" if self.axes else "a tensor without axes"


@dataclass(frozen=True)
class TupleOf:
    """A tuple or list of these items, in this order. `made_from` maps an item to the item that it is computed from."""

    items: Mapping[str, Kind]
    made_from: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"a tuple ({', '.join(self.items)})"


@dataclass(frozen=True)
class DictOf:
    """A dictionary with exactly these keys; `words` describe it if a learner does not know the keys."""

    items: Mapping[str, Kind]
    words: str = ""

    def __str__(self) -> str:
        return self.words or f"a dictionary with the keys {', '.join(map(repr, self.items))}"


@dataclass(frozen=True)
class Plain:
    """A plain Python value of this type, one of `choices` if there are any; `wrong` and `hint` as for a tensor."""

    type: type
    choices: tuple[str, ...] = ()
    wrong: str = ""
    hint: str = ""

    def __str__(self) -> str:
        if self.choices:
            return f"one of {', '.join(map(repr, self.choices))}"
        return {int: "an int", str: "a string", float: "a float", bool: "True or False"}[self.type]


@dataclass(frozen=True)
class Shape:
    """A shape: a tuple of ints, or a torch.Size; `wrong` and `hint` as for a tensor."""

    wrong: str = ""
    hint: str = ""

    def __str__(self) -> str:
        return "a shape: a tuple of ints, such as (5,) or (5, 7)"


Kind: TypeAlias = TensorOf | TupleOf | DictOf | Plain | Shape


@dataclass(frozen=True)
class Leaf:
    """One tensor or plain value inside an answer, and what it is called there."""

    label: str
    kind: TensorOf | Plain | Shape
    value: Value

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return self.label or "the answer"

    def axes(self) -> str:
        """The shape with the names of its axes: `(batch, hidden_size) = (3, 5)`."""
        shape = tuple(self.value.shape)
        if not shape:
            return "without axes"
        names = self.kind.axes[: len(shape)] if isinstance(self.kind, TensorOf) else ()
        return f"({', '.join(names)}) = {shape}"


class WrongKind(Exception):
    """`value` is not of the `kind` asked for; the message says what was expected and what came."""

    def __init__(self, message: str, kind: Kind, value: Value) -> None:
        super().__init__(message)
        self.kind = kind
        self.value = value


def items(kind: Kind, value: Value) -> Mapping[str, Value]:
    """The items of a tuple or dictionary by their names in `kind`; none if the value has another kind or size."""
    match kind, value:
        case TupleOf(), tuple() if len(value) == len(kind.items):
            return dict(zip(kind.items, value, strict=True))
        case DictOf(), dict() if len(value) == len(kind.items):
            return value
    return {}


def leaves(kind: Kind, value: Value, label: str = "") -> Iterator[Leaf]:
    """Every tensor and plain value in an answer, with its name and its kind.

    Raises:
        WrongKind: at the first place where the value is something else.
    """
    where = f"{label} must be" if label else "the answer must be"
    match kind:
        case TensorOf() if isinstance(value, Tensor):
            yield Leaf(label, kind, value)
        case Plain() if type(value) is kind.type and (not kind.choices or value in kind.choices):
            yield Leaf(label, kind, value)
        case Shape() if isinstance(value, tuple) and all(type(size) is int for size in value):
            yield Leaf(label, kind, value)
        case TupleOf() if isinstance(value, tuple) and len(value) == len(kind.items):
            for (name, item), part in zip(kind.items.items(), value, strict=True):
                yield from leaves(item, part, f"{label}.{name}" if label else name)
        case DictOf() if isinstance(value, dict) and value.keys() == kind.items.keys():
            for name, item in kind.items.items():
                key = name if kind.words else repr(name)
                yield from leaves(item, value[name], f"{label}[{name!r}]" if label else key)
        case Shape() if isinstance(value, tuple):
            other = next(size for size in value if type(size) is not int)
            raise WrongKind(f"{where} {kind}; it holds {_sort(other)}", kind, value)
        case TupleOf() if isinstance(value, tuple):
            raise WrongKind(f"{where} {kind}; it has {len(value)} parts", kind, value)
        case DictOf() if isinstance(value, dict):
            keys = cut(", ".join(map(_key, value))) or "none"
            raise WrongKind(f"{where} {kind}; its keys are {keys}", kind, value)
        case _:
            raise WrongKind(f"{where} {kind}; it is {_sort(value)}", kind, value)


def _key(key: str) -> str:
    """A key as it stands in the learner's dictionary: `to_value` turned a whole number into `int 0`."""
    number = key.removeprefix("int ")
    return number if number.lstrip("-").isdecimal() and number != key else repr(key)


def _sort(value: Value) -> str:
    """What sort of thing a value is; the value itself only where it is short."""
    sorts = {Tensor: "a tensor", tuple: "a tuple or a list", dict: "a dictionary"}
    return sorts.get(type(value)) or brief(value)

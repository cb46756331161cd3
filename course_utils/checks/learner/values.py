"""The values that pass between a check and an answer: tensors, plain JSON values, and layers as data.

Nothing else passes. An object of any other type arrives as `Foreign`: its type's name and no more, so a check
never calls a method of a learner's object.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import UnionType
from typing import Any, Self, TypeAlias, get_args, get_origin, get_type_hints

import numpy as np
import torch
from torch import Tensor, nn

Value: TypeAlias = Any  # Tensor | None | bool | int | float | str | tuple | dict[str, Value] | Layer | Foreign

KINDS = (nn.RNN, nn.LSTM, nn.GRU, nn.RNNCell, nn.LSTMCell, nn.GRUCell, nn.Linear)
LAYERS: dict[str, type[nn.Module]] = {kind.__name__: kind for kind in KINDS}
OPTIONS = (
    *("input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional", "nonlinearity"),
    *("in_features", "out_features"),
)
_DEFAULTS: dict[str, Any] = {"num_layers": 1, "bias": True, "batch_first": False, "dropout": 0.0}
_DEFAULTS |= {"bidirectional": False, "nonlinearity": "tanh"}
DIGITS, MOST_DIGITS = 4, 17  # how many digits of a float are shown: as few as tell numbers apart; 17 tell all apart
LONGEST = 160  # a description is cut after this many characters
MOST_NUMBERS = 12  # a tensor of more whole numbers, such as lengths, is shown by its shape
DEEPEST = 6  # no answer of ours nests deeper; a list that contains itself must end somewhere


@dataclass(frozen=True)
class Layer:
    """A recurrent layer, cell or nn.Linear as data: kind, constructor arguments, weights, frozen names, and mode."""

    kind: str
    options: Mapping[str, int | float | bool | str]
    weights: Mapping[str, Tensor]
    frozen: frozenset[str] = frozenset()
    training: bool = True

    @classmethod
    def of(cls, module: nn.Module) -> Layer:
        """Read the layer `module` (one of torch.nn's RNN, LSTM, GRU, their cells, or Linear)."""
        own = vars(module)  # hasattr would look for each name in three more places
        options = {name: own[name] for name in OPTIONS if name in own}
        if isinstance(module, nn.Linear):
            options["bias"] = module.bias is not None
        used = dict(module.named_parameters())
        if isinstance(module, nn.RNNBase):  # a layer computes with its flat weights, which may be out of date
            module._update_flat_weights()
            names_and_weights = zip(module._flat_weights_names, module._flat_weights, strict=True)
            used = {name: weight for name, weight in names_and_weights if isinstance(weight, nn.Parameter)}
        weights = {name: weight.detach().clone() for name, weight in used.items()}
        frozen = frozenset(name for name, weight in used.items() if not weight.requires_grad)
        return cls(type(module).__name__, options, weights, frozen, module.training)

    def told(self) -> list[tuple[str, Any]]:
        """The constructor arguments worth showing: those that differ from their defaults."""
        return [(name, option) for name, option in self.options.items() if _DEFAULTS.get(name) != option]

    def build(self) -> nn.Module:
        """Make the module this describes."""
        module = unset(self.kind, **self.options, dtype=torch.float32)  # also if the notebook has set another default
        for name, weight in self.weights.items():
            getattr(module, name).data = weight.clone()
        return module.train(self.training)


class _Unset:
    """Leaves the parameters uninitialized."""

    def reset_parameters(self) -> None: ...


_UNSET: dict[str, type[nn.Module]] = {kind.__name__: type(kind.__name__, (_Unset, kind), {}) for kind in KINDS}


def unset(kind: str, **options: Any) -> nn.Module:
    """A layer or cell of torch.nn without initial weights, to be given weights or to be used for its shapes.

    Drawing torch's initial weights costs more than all else in a check, and would advance the notebook's random state.
    """
    module = _UNSET[kind](**options)
    module.__class__ = LAYERS[kind]
    return module


@dataclass(frozen=True)
class Foreign:
    """Something that does not pass: only the name of its type is known."""

    type_name: str


@dataclass(frozen=True)
class Payload:
    """What a use returns to its check: the base of frozen data classes. It passes as a dictionary of its fields."""

    @classmethod
    def of(cls, value: Value) -> Self | None:
        """Read a payload back from a value; None if that is not a dictionary of exactly these fields and types.

        The value may come from a process that a learner controls. A field with something that the learner's own code
        returned is declared as `Value`; the check must examine it.
        """
        types = cls._types()
        if not isinstance(value, dict) or value.keys() != types.keys():
            return None
        return cls(**value) if all(_is_of(types[name], item) for name, item in value.items()) else None

    @classmethod
    @cache
    def _types(cls) -> dict[str, Any]:
        return get_type_hints(cls)


def _is_of(declared: Any, value: Value) -> bool:
    """Whether a value is of a declared type: `Value`, tuple[…, ...], dict[str, …], a union, or a plain type."""
    if declared is Any:
        return True
    inner = get_args(declared)
    if isinstance(declared, UnionType):
        return any(_is_of(each, value) for each in inner)
    if get_origin(declared) is tuple:
        return isinstance(value, tuple) and all(_is_of(inner[0], item) for item in value)
    if get_origin(declared) is dict:
        return isinstance(value, dict) and all(_is_of(inner[1], item) for item in value.values())
    return type(value) is declared  # so that True is not taken for an int


def to_value(thing: object, depth: int = 0) -> Value:
    """Turn what an answer returned into a value, copying every tensor."""
    if isinstance(thing, np.generic):  # a NumPy scalar
        thing = thing.item()
    if thing is None or isinstance(thing, bool | Layer):
        return thing
    if isinstance(thing, Tensor):
        with torch._C.DisableTorchFunctionSubclass():  # a learner's subclass passes as a plain tensor
            if thing.layout is not torch.strided or thing.device.type != "cpu" or thing.is_nested:
                return Foreign(f"tensor that is not a plain one on the CPU ({thing.layout}, {thing.device})")
            return thing.detach().as_subclass(Tensor).clone()
    if isinstance(thing, nn.Module) and type(thing) in LAYERS.values():
        return Layer.of(thing)
    if isinstance(thing, numbers.Integral):
        return int(thing)
    if isinstance(thing, float):
        return float.__float__(thing)
    if isinstance(thing, str):
        return str.__str__(thing)
    if depth < DEEPEST and isinstance(thing, tuple | list):
        return tuple(to_value(item, depth + 1) for item in thing)
    if depth < DEEPEST and isinstance(thing, dict):
        return {_key(key): to_value(item, depth + 1) for key, item in thing.items()}
    if depth < DEEPEST and isinstance(thing, Payload):
        return {each.name: to_value(getattr(thing, each.name), depth + 1) for each in fields(thing)}
    return Foreign(f"{type(thing).__module__}.{type(thing).__qualname__}".removeprefix("builtins."))


def _key(key: object) -> str:
    """A key of a learner's dictionary; a key that is not a string becomes one that no exercise asks for."""
    if isinstance(key, str):
        return str.__str__(key)
    return f"int {key}" if type(key) is int else type(key).__name__


def to_object(value: Value) -> Any:
    """Turn a value into an argument of an answer: layers are built, tensors copied."""
    if isinstance(value, Tensor):
        return value.clone()
    if isinstance(value, Layer):
        return value.build()
    if isinstance(value, tuple):
        return tuple(to_object(item) for item in value)
    if isinstance(value, dict):
        return {key: to_object(item) for key, item in value.items()}
    return value


def tensors(thing: object) -> Iterator[Tensor]:
    """All tensors in a value or an argument, parameters of modules included, in a fixed order."""
    if isinstance(thing, Tensor):
        yield thing
    elif isinstance(thing, nn.Module):
        yield from thing.parameters()
    elif isinstance(thing, Layer):
        yield from thing.weights.values()
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from tensors(item)
    elif isinstance(thing, dict):
        for key in sorted(thing):  # an answer may fill its dictionary in any order
            yield from tensors(thing[key])


def equal(one: Value, other: Value, tolerance: float = 0.0) -> bool:
    """Whether two values have the same kind, shape and dtype, and are equal within `tolerance`."""
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        if torch.equal(one, other):  # a fast path: most are unchanged arguments
            return True
        # NaN equals NaN: arguments and slips may hold it, but PyTorch's results never do.
        return one.is_floating_point() and torch.allclose(one, other, tolerance, tolerance, equal_nan=True)
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(equal(a, b, tolerance) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key], tolerance) for key in one)
    if isinstance(one, Layer):
        same = replace(one, weights={}) == replace(other, weights={})
        return same and equal(dict(one.weights), dict(other.weights), tolerance)
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, float) and tolerance:
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)  # to infinity no other number is near
    return bool(one == other)


def describe(value: Value) -> str:
    """Say in a few words what a value is: the shapes of tensors, the values of numbers and strings."""
    match value:
        case Tensor() if value.dtype == torch.int64 and value.dim() == 1 and len(value) <= MOST_NUMBERS:
            return f"tensor({value.tolist()})"
        case Tensor():
            words = str(tuple(value.shape)) if value.dim() else "a tensor without axes"
            return words if value.dtype == torch.float32 else f"{words} {str(value.dtype).removeprefix('torch.')}"
        case tuple() if value and all(type(item) in (int, float) for item in value):
            return str(value)
        case tuple():
            return f"({', '.join(map(describe, value))})"
        case dict():
            return "{" + ", ".join(f"{key!r}: {describe(item)}" for key, item in value.items()) + "}"
        case Layer():
            return f"nn.{value.kind}({', '.join(f'{k}={v}' for k, v in value.told())})"
        case Foreign():
            return f"an object of type {value.type_name}"
        case str():
            return repr(value if len(value) <= 40 else value[:40] + "…")
    return repr(value)


def brief(value: Value, beside: Value = None) -> str:
    """`describe`, cut where it gets long, with floats in DIGITS digits.

    More digits are shown where two numbers would look alike otherwise, be they of this value or of the one `beside` it.
    """
    apart, digits = {*_floats(value), *_floats(beside)}, DIGITS
    while digits < MOST_DIGITS and len({_short(number, digits) for number in apart}) < len(apart):
        digits += 1
    return cut(describe(_shortened(value, digits)))


def _floats(value: Value) -> Iterator[float]:
    match value:
        case float():
            yield value
        case tuple():
            for item in value:
                yield from _floats(item)
        case dict():
            yield from _floats(tuple(value.values()))


def _shortened(value: Value, digits: int) -> Value:
    """The same value with its floats rounded."""
    match value:
        case float():
            return _short(value, digits)
        case tuple():
            return tuple(_shortened(item, digits) for item in value)
        case dict():
            return {name: _shortened(item, digits) for name, item in value.items()}
    return value


def _short(number: float, digits: int) -> float:
    """A float rounded to so many digits, but never before its point."""
    if not math.isfinite(number):
        return number
    return float(f"{number:.{max(digits, len(str(int(abs(number)))))}g}")


def cut(words: str) -> str:
    """The words, cut after LONGEST characters."""
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"

"""How the judge and the child talk: frames of a JSON header and raw tensor bytes over a socket.

A frame is a fixed prefix (a mark, the length of the header, the length of the body), the header in JSON, and the
bytes of all tensors one after the other. A value in the header is a plain JSON value, or a list whose first item
says what the rest is: `["tensor", dtype, shape, order]`, `["tuple", [...]]`, `["dict", {...}]`, `["layer", ...]`,
`["foreign", type_name]`. Nothing is ever unpickled or evaluated, and every length is checked before it is used:
the other end of the socket is in the hands of the learner's code.
"""

from __future__ import annotations

import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import torch
from torch import Tensor

from course_utils.checks.learner.answer import Failure, Reply
from course_utils.checks.learner.values import DEEPEST, LAYERS, OPTIONS, Foreign, Layer, Value
from course_utils.grading.words import one_line, writable

_PREFIX = struct.Struct(">4sII")
_MARK = b"RNC1"
_KINDS_OF_FAILURE = ("missing", "callable", "raised")  # not "ended": only the judge sees whether a process did
_TEXT = 200  # characters of a sentence, a line, a name
_BITS = 12_000  # of an int; Python writes no int of more than 4,300 decimal digits
_AXES = 16
_HOLLOW = 1 << 16  # the largest product of the other axes of a tensor that has an axis of size 0
_TENSORS = 2_000  # of a message; of the replies to all answers of the tests, none has more than 72
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WATCH = 0.25  # seconds between two looks at what is watched

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.complex64, torch.complex128),
        *(torch.int8, torch.int16, torch.int32, torch.int64),
        *(torch.uint8, torch.uint16, torch.uint32, torch.uint64, torch.bool),
    )
}


class ProtocolError(Exception):
    """What came is not a message; the text says how."""


class Closed(ProtocolError):
    """The other end is gone."""


class TooLarge(Exception):
    """What should be sent is larger than what the other end takes."""


@dataclass(frozen=True)
class Size:
    """The most a message may hold: bytes of JSON, bytes of tensors, and brackets, braces and commas of the JSON.

    A megabyte of these can cost fifty of memory, and seconds: the values that they may divide are counted first.
    """

    header: int
    body: int
    marks: int


CALL = Size(header=1 << 20, body=16 << 20, marks=1 << 16)  # a call of an answer, and its reply; honest ones need 510
CELL = Size(header=16 << 20, body=0, marks=1 << 18)  # a cell, and its outputs with their pictures: 8 for each of 10,000
CELL_OR_CALL = Size(CELL.header, CALL.body, CELL.marks)  # whatever the judge asks


@dataclass
class Message:
    """A JSON header and the bytes of the tensors it names."""

    header: dict[str, Any]
    body: bytes | bytearray = b""


def send(sock: socket.socket, message: Message, size: Size, deadline: float | None = None) -> None:
    """Send a message; `deadline` is a time of `time.monotonic`.

    Raises:
        TooLarge: the message is larger than `size`; nothing was sent.
        TimeoutError: the other end did not take it in time.
        Closed: there is no other end.
    """
    header = json.dumps(message.header).encode()
    if len(header) > size.header or len(message.body) > size.body:
        raise TooLarge(f"{max(len(header), len(message.body)):,} bytes")
    if _has_too_many(header, size.marks):
        raise TooLarge(f"more than {size.marks:,} values")
    _wait_until(sock, deadline)
    try:
        sock.sendall(_PREFIX.pack(_MARK, len(header), len(message.body)) + header + message.body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed("the other end is closed") from error


def receive(
    sock: socket.socket, size: Size, deadline: float | None = None, watch: Callable[[], None] | None = None
) -> Message:
    """Receive one message, whole; `deadline` is a time of `time.monotonic`, `watch` is called while waiting.

    Raises:
        ProtocolError: it is no message, or larger than `size`.
        Closed: the other end closed the socket.
        TimeoutError: it was not there in time, however busily the other end was sending.
    """
    mark, header_length, body_length = _PREFIX.unpack(_exactly(sock, _PREFIX.size, deadline, watch))
    if mark != _MARK:
        raise ProtocolError("these bytes do not begin a message")
    if header_length > size.header or body_length > size.body:
        raise ProtocolError(f"a message of {header_length:,} + {body_length:,} bytes is too large")
    text = _exactly(sock, header_length, deadline, watch)
    body = _exactly(sock, body_length, deadline, watch)
    if _has_too_many(text, size.marks):
        raise ProtocolError(f"a message of more than {size.marks:,} values is too large")
    try:
        header = json.loads(text.decode())  # of bytes, it would read UTF-16, too
    except (ValueError, RecursionError) as error:
        raise ProtocolError("the header is not JSON") from error
    if not isinstance(header, dict):
        raise ProtocolError("the header is not an object")
    return Message(header, body)


def _has_too_many(header: bytes | bytearray, most: int) -> bool:
    """Whether JSON has more brackets, braces and commas than that outside of strings; it may stand for no JSON, too."""

    def marks(begin: int = 0, end: int | None = None) -> int:
        return sum(header.count(mark, begin, end) for mark in (b"[", b"{", b","))

    if marks() <= most:  # even with those in strings
        return False
    found = end = strings = 0
    for string in _STRING.finditer(header):
        found += marks(end, string.start())
        end, strings = string.end(), strings + 1
        if found > most or strings > 2 * (most + 1):  # a name and a value at each mark
            return True
    return found + marks(end) > most


def _exactly(sock: socket.socket, length: int, deadline: float | None, watch: Callable[[], None] | None) -> bytearray:
    received = bytearray(length)
    view, filled = memoryview(received), 0
    while filled < length:
        _wait_until(sock, deadline, at_most=_WATCH if watch else None)
        if watch:
            watch()
        try:
            count = sock.recv_into(view[filled:])
        except TimeoutError:  # whether it was the deadline's, the next turn tells
            continue
        except ConnectionResetError:
            count = 0
        if not count:
            raise Closed("the other end closed the socket")
        filled += count
    return received


def _wait_until(sock: socket.socket, deadline: float | None, at_most: float | None = None) -> None:
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError("the deadline has passed")
    sock.settimeout(min((limit for limit in (left, at_most) if limit is not None), default=None))


@dataclass
class Packer:
    """Turns values into JSON, and collects the bytes of their tensors up to `most` bytes."""

    most: int = CALL.body
    parts: list[bytes] = field(default_factory=list)
    _length: int = 0

    def pack(self, value: Value) -> Any:
        """The JSON for a value.

        Raises:
            TooLarge: its tensors exceed what a message may hold.
            TypeError: it is not a value.
        """
        match value:
            case Tensor():
                return self._tensor(value)
            case int() if value.bit_length() > _BITS:
                return ["foreign", "int of more than 3,000 digits"]
            case None | bool() | int() | float() | str():
                return value
            case tuple():
                return ["tuple", [self.pack(item) for item in value]]
            case dict():
                return ["dict", {key: self.pack(item) for key, item in value.items()}]
            case Layer():
                weights = {name: self.pack(weight) for name, weight in value.weights.items()}
                return ["layer", value.kind, dict(value.options), weights, sorted(value.frozen), value.training]
            case Foreign():
                return ["foreign", value.type_name[:_TEXT]]
        raise TypeError(f"{type(value).__name__} is not a value")

    def _tensor(self, tensor: Tensor) -> Any:
        dtype = str(tensor.dtype).removeprefix("torch.")
        if dtype not in DTYPES or tensor.dim() > _AXES:
            return ["foreign", f"tensor of dtype {dtype} and {tensor.dim()} axes"]
        if len(self.parts) == _TENSORS:
            raise TooLarge(f"more than {_TENSORS:,} tensors")
        self._length += tensor.numel() * tensor.element_size()
        if self._length > self.most:  # before the copy: an expanded tensor can be larger than the memory
            raise TooLarge(f"more than {self.most:,} bytes of tensors")
        order = _order(tensor)
        plain = tensor.detach().resolve_conj().resolve_neg().permute(order).reshape(-1)
        plain = torch.empty(plain.shape, dtype=plain.dtype).copy_(plain)  # a single number may have any stride
        self.parts.append(plain.view(torch.uint8).numpy().tobytes())
        return ["tensor", dtype, list(tensor.shape), order]

    def message(self, **header: Any) -> Message:
        """The message with this header and all tensors packed so far."""
        return Message(header, b"".join(self.parts))


def _order(tensor: Tensor) -> list[int]:
    """The axes as they lie in memory, the widest stride first; of a tensor that is not dense, as they are.

    An answer may work with a contiguous tensor only, and must meet the other kind where it is graded, too.
    """
    axes, strides = list(range(tensor.dim())), tensor.stride()
    order = sorted(axes, key=lambda axis: -strides[axis])
    return order if tensor.permute(order).is_contiguous() and not tensor.is_contiguous() else axes


@dataclass
class Unpacker:
    """Turns JSON and the bytes of tensors back into values, and trusts neither."""

    body: bytes | bytearray
    _offset: int = 0
    _tensors: int = 0

    def unpack(self, thing: Any, depth: int = 0) -> Value:
        """The value for this JSON.

        Raises:
            ProtocolError: it stands for no value, or the bytes do not fit.
        """
        if thing is None or isinstance(thing, bool | int | float):
            return thing
        if isinstance(thing, str):
            return text(thing, None)
        if depth > DEEPEST + 1:
            raise ProtocolError("a value nests too deep")
        match thing:
            case ["tensor", str(dtype), list(shape), list(order)]:
                if not all(type(axis) is int for axis in order) or sorted(order) != list(range(len(shape))):
                    raise ProtocolError("a tensor has an impossible order of axes")
                tensor = self._tensor(dtype, [shape[axis] for axis in order])
                return tensor.permute([order.index(axis) for axis in range(len(order))])
            case ["tuple", list(items)]:
                return tuple(self.unpack(item, depth + 1) for item in items)
            case ["dict", dict(items)]:
                return {text(key, None): self.unpack(item, depth + 1) for key, item in items.items()}
            case ["layer", str(kind), dict(options), dict(weights), list(frozen), bool(training)]:
                return self._layer(kind, options, weights, frozen, training)
            case ["foreign", str(type_name)]:
                return Foreign(text(type_name))
        raise ProtocolError("no value is written like this")

    def _tensor(self, name: str, shape: list[Any]) -> Tensor:
        self._tensors += 1
        if self._tensors > _TENSORS:
            raise ProtocolError(f"there are more than {_TENSORS:,} tensors")
        dtype = DTYPES.get(name)
        if dtype is None:
            raise ProtocolError("a tensor has an unknown dtype")
        if len(shape) > _AXES or not all(type(size) is int and 0 <= size < 1 << 31 for size in shape):
            raise ProtocolError("a tensor has an impossible shape")
        if 0 in shape and math.prod(filter(None, shape)) > _HOLLOW:
            raise ProtocolError("a tensor without numbers has an axis too long to be worked with")
        length = math.prod(shape) * dtype.itemsize
        if length > len(self.body) - self._offset:
            raise ProtocolError("a tensor is larger than the bytes that came")
        raw = bytearray(memoryview(self.body)[self._offset : self._offset + length])
        self._offset += length
        try:
            if not raw:
                return torch.empty(shape, dtype=dtype)
            if dtype == torch.bool:  # any byte but 0 and 1 would be undefined behaviour
                return (torch.frombuffer(raw, dtype=torch.uint8) != 0).reshape(shape)
            return torch.frombuffer(raw, dtype=dtype).reshape(shape)
        except RuntimeError as error:  # sizes whose product overflows beside a zero
            raise ProtocolError("a tensor has an impossible shape") from error

    def _layer(
        self,
        kind: str,
        options: Mapping[str, Any],
        weights: Mapping[str, Any],
        frozen: Sequence[Any],
        training: bool,
    ) -> Layer:
        if kind not in LAYERS or not all(
            name in OPTIONS and (isinstance(option, bool | int | float) or option in ("tanh", "relu"))
            for name, option in options.items()
        ):
            raise ProtocolError("no layer has these options")
        tensors = {text(name): self.unpack(weight) for name, weight in weights.items()}
        if not all(isinstance(weight, Tensor) for weight in tensors.values()):
            raise ProtocolError("a weight is not a tensor")
        if not all(isinstance(name, str) for name in frozen):
            raise ProtocolError("a weight has no name")
        return Layer(kind, options, tensors, frozenset(map(text, frozen)), training)

    def finish(self) -> None:
        """See that nothing is left over.

        Raises:
            ProtocolError: there are more bytes than the header accounts for.
        """
        if self._offset != len(self.body):
            raise ProtocolError("there are more bytes than tensors")


def text(words: Any, most: int | None = _TEXT) -> str:
    """A string as any file takes it; with `most`, one line of at most so many characters, as any terminal takes it.

    Raises:
        ProtocolError: it is not a string.
    """
    if not isinstance(words, str):
        raise ProtocolError("a text is not a string")
    return writable(words) if most is None else one_line(words, most)


def pack_reply(reply: Reply, **header: Any) -> Message:
    """The message for a reply.

    Raises:
        TooLarge: its tensors are more, or larger, than a message may hold.
    """
    packer = Packer()
    failure = reply.failure
    return packer.message(
        **header,
        value=packer.pack(reply.value),
        arguments=[packer.pack(argument) for argument in reply.arguments],
        gradients=[packer.pack(gradient) for gradient in reply.gradients],
        printed=reply.printed,
        failure=failure and [failure.kind, failure.text, failure.error, failure.line],
    )


def unpack_reply(message: Message) -> Reply:
    """The reply a message holds.

    Raises:
        ProtocolError: it holds none.
    """
    match message.header:
        case {
            "value": value,
            "arguments": list(arguments),
            "gradients": list(gradients),
            "printed": int(printed),
            "failure": None | list() as failure,
        } if type(printed) is int and 0 <= printed < 1 << 62:
            unpacker = Unpacker(message.body)
            reply = Reply(
                unpacker.unpack(value),
                tuple(unpacker.unpack(argument) for argument in arguments),
                tuple(_gradient(unpacker.unpack(gradient)) for gradient in gradients),
                printed,
                _failure(failure),
            )
            unpacker.finish()
            return reply
    raise ProtocolError("this is not a reply")


def _gradient(value: Value) -> Tensor | None:
    return value if value is None or isinstance(value, Tensor) else _refuse("a gradient is not a tensor")


def _failure(words: list[Any] | None) -> Failure | None:
    if words is None:
        return None
    if len(words) != 4 or words[0] not in _KINDS_OF_FAILURE:
        raise ProtocolError("no failure is written like this")
    kind, sentence, error, line = words
    return Failure(text(kind), text(sentence, 400), text(error, 80), text(line))  # a sentence may quote a first line


def _refuse(words: str) -> NoReturn:
    raise ProtocolError(words)

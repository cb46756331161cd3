"""Messages: every value comes back unchanged, and everything that is not a message is refused."""

from __future__ import annotations

import json
import math
import random
import socket
import struct
import threading
import time

import pytest
import torch
from torch import nn

from course_utils.checks.learner.answer import Failure, Reply
from course_utils.checks.learner.values import Foreign, Layer, equal
from course_utils.grading.protocol import wire

VALUES = {
    "none": None,
    "bool": True,
    "int": -(2**70),
    "float": 0.1 + 0.2,
    "infinity": -math.inf,
    "str": 'é\n"\u2028',
    "empty tuple": (),
    "nested": (1, (2.5, {"a": (torch.ones(2),), "b": None}), "x"),
    "like a message": ("tensor", "float32", (3,)),
    "foreign": Foreign("generator"),
    "layer": Layer.of(nn.LSTM(6, 5, num_layers=2, bidirectional=True, dropout=0.5).eval().requires_grad_(False)),
    "cell": Layer.of(nn.GRUCell(6, 5, bias=False)),
    "a strided tensor": torch.arange(12.0).reshape(3, 4).T[1:],
    "the first column of a single row": torch.arange(6).reshape(1, 6)[:, 0],
    "an expanded tensor": torch.ones(1, 3).expand(4, 3),
    "a conjugated tensor": torch.randn(3, dtype=torch.complex64).conj(),
    "a scalar tensor": torch.tensor(3.0),
    "an empty tensor": torch.empty(2, 0, 3),
}


def there_and_back(value: object) -> object:
    packer = wire.Packer()
    message = packer.message(value=packer.pack(value))
    unpacker = wire.Unpacker(message.body)
    got = unpacker.unpack(json.loads(json.dumps(message.header))["value"])
    unpacker.finish()
    return got


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_value_comes_back(value: object) -> None:
    assert equal(there_and_back(value), value)


@pytest.mark.parametrize("name", wire.DTYPES)
def test_every_dtype_comes_back(name: str) -> None:
    tensor = torch.tensor([[0, 1, 1], [1, 0, 1]]).to(wire.DTYPES[name])
    got = there_and_back(tensor)
    assert isinstance(got, torch.Tensor)
    assert got.dtype == tensor.dtype
    assert got.tolist() == tensor.tolist()


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0)])
def test_axes_that_were_exchanged_stay_so_in_memory(order: tuple[int, ...]) -> None:
    """A tensor that is not contiguous at home must not be contiguous in grading."""
    tensor = torch.arange(24.0).reshape(2, 3, 4).permute(order)
    got = there_and_back(tensor)
    assert torch.equal(got, tensor)
    assert got.stride() == tensor.stride()
    assert there_and_back(tensor[:1]).tolist() == tensor[:1].tolist()
    assert there_and_back(torch.ones(1).expand(3, 4)).tolist() == [[1.0] * 4] * 3


def test_nan_comes_back() -> None:
    got = there_and_back((math.nan, torch.tensor([math.nan, 1])))
    assert math.isnan(got[0])
    assert torch.isnan(got[1]).tolist() == [True, False]


def test_what_has_no_bytes_to_send_comes_back_as_foreign() -> None:
    assert isinstance(there_and_back(torch.ones(2).to(torch.float8_e5m2)), Foreign)
    assert isinstance(there_and_back(10**5000), Foreign)


def test_half_a_character_becomes_one_that_can_be_written() -> None:
    assert there_and_back("a\ud800") == "a\\ud800"


def test_a_tensor_larger_than_the_memory_is_not_copied() -> None:
    with pytest.raises(wire.TooLarge):
        wire.Packer().pack(torch.ones(1).expand(1 << 40))


def in_order(dtype: str, shape: list[object]) -> list[object]:
    return ["tensor", dtype, shape, list(range(len(shape)))]


BROKEN = {
    "unknown dtype": in_order("object", [1]),
    "quantised": in_order("qint8", [1]),
    "too large": in_order("float32", [5]),
    "negative": in_order("float32", [-1]),
    "bool for a size": in_order("float32", [True]),
    "float for a size": in_order("float32", [1.0]),
    "overflow": in_order("float32", [1 << 40, 1 << 40]),
    "overflow beside zero": in_order("float32", [0] + [(1 << 31) - 1] * 9),
    "many axes": in_order("float32", [1] * 100),
    "shape not a list": ["tensor", "float32", "4", [0]],
    "no order of the axes": ["tensor", "float32", [2, 2]],
    "an axis twice": ["tensor", "float32", [2, 2], [0, 0]],
    "an axis that is none": ["tensor", "float32", [2, 2], [0, 2]],
    "an axis too few": ["tensor", "float32", [2, 2], [0]],
    "an axis that is no number": ["tensor", "float32", [2, 2], [0, "1"]],
    "a bool for an axis": ["tensor", "float32", [2, 2], [False, True]],
    "a list": [1, 2],
    "an empty list": [],
    "an object": {"a": 1},
    "unknown tag": ["pickle", "gASVAAAA"],
    "a tag that is no string": [["tensor"], 1],
    "a tuple of an object": ["tuple", {"a": 1}],
    "unknown layer": ["layer", "Conv2d", {}, {}, [], True],
    "unknown option": ["layer", "LSTM", {"device": 1}, {}, [], True],
    "an option that is no number": ["layer", "LSTM", {"input_size": [1]}, {}, [], True],
    "a weight that is no tensor": ["layer", "LSTM", {}, {"weight_ih_l0": 3}, [], True],
    "a frozen name that is none": ["layer", "LSTM", {}, {}, [3], True],
    "no mode": ["layer", "LSTM", {}, {}, [], 1],
    "foreign without a name": ["foreign", None],
}


@pytest.mark.parametrize("thing", BROKEN.values(), ids=BROKEN)
def test_what_is_no_value_is_refused(thing: object) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.Unpacker(b"\0" * 16).unpack(thing)


def test_depth_is_limited() -> None:
    thing: object = 1
    for _ in range(50):
        thing = ["tuple", [thing]]
    with pytest.raises(wire.ProtocolError):
        wire.Unpacker(b"").unpack(thing)


def test_bytes_left_over_are_refused() -> None:
    unpacker = wire.Unpacker(b"\0" * 5)
    unpacker.unpack(in_order("float32", [1]))
    with pytest.raises(wire.ProtocolError):
        unpacker.finish()


def test_a_bool_of_any_byte_is_true_or_false() -> None:
    got = wire.Unpacker(b"\x00\x01\x02\xff").unpack(in_order("bool", [4]))
    assert got.to(torch.int64).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "reply",
    [
        Reply((torch.ones(2), 3), (torch.zeros(2), 1.5), (torch.ones(2), None), 12),
        Reply(printed=3, failure=Failure("raised", "too bad", "ValueError", "line 3: x")),
    ],
)
def test_replies_come_back(reply: Reply) -> None:
    message = wire.pack_reply(reply)
    got = wire.unpack_reply(wire.Message(json.loads(json.dumps(message.header)), message.body))
    assert equal((got.value, got.arguments, got.gradients), (reply.value, reply.arguments, reply.gradients))
    assert (got.printed, got.failure) == (reply.printed, reply.failure)


def test_the_words_of_a_failure_are_short_lines_that_a_terminal_shows_as_they_are() -> None:
    """An error's name could hold a false verdict on another exercise, and codes that move the cursor to its line."""
    forged = "E\n\u2713 lstm/step: right\x1b[2J\x1b]0;owned\x07\x9b\u202e\u2066\r\u2028" + "x" * 2_000
    header = {"value": None, "arguments": [], "gradients": [], "printed": 0}
    got = wire.unpack_reply(wire.Message(header | {"failure": ["raised", forged, forged, forged]})).failure
    assert got
    for words, most in ((got.text, 400), (got.error, 80), (got.line, 200)):
        assert words.startswith("E \u2713 lstm/step: right[2J]0;owned  x")
        assert words.isprintable()
        assert len(words) <= most
    named = wire.Unpacker(b"").unpack(["foreign", forged])
    assert isinstance(named, Foreign)
    assert named.type_name.isprintable()


@pytest.mark.parametrize(
    "change",
    [
        {"printed": -1},
        {"printed": True},
        {"printed": "3"},
        {"failure": ["ended", "", "", ""]},
        {"failure": ["raised", "", ""]},
        {"failure": ["raised", 1, "", ""]},
        {"failure": [["raised"], "", "", ""]},
        {"failure": {}},
        {"gradients": [3]},
        {"gradients": None},
        {"arguments": {}},
        {"value": [1]},
        {"value": in_order("int64", [0, 2**31 - 1])},  # sorting it would take 14 GB
    ],
)
def test_what_is_no_reply_is_refused(change: dict[str, object]) -> None:
    header = {"value": None, "arguments": [], "gradients": [], "printed": 0, "failure": None} | change
    with pytest.raises(wire.ProtocolError):
        wire.unpack_reply(wire.Message(header))


def sent(raw: bytes, seconds: float = 5.0, *, close: bool = True) -> wire.Message:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        writer = threading.Thread(target=theirs.sendall, args=(raw,))
        writer.start()
        writer.join()
        if close:
            theirs.shutdown(socket.SHUT_WR)
        return wire.receive(ours, wire.Size(1 << 16, 1 << 16, 1 << 16), time.monotonic() + seconds)


def frame(header: bytes, body: bytes = b"", mark: bytes = b"RNC1") -> bytes:
    return struct.pack(">4sII", mark, len(header), len(body)) + header + body


def test_a_frame_comes_back() -> None:
    message = sent(frame(b'{"a": 1}', b"xyz"))
    assert message.header == {"a": 1}
    assert bytes(message.body) == b"xyz"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"RNC1",
        b"garbage, and quite a lot of it",
        frame(b"{}", mark=b"XXXX"),
        frame(b"{}")[:-1],
        frame(b"[]"),
        frame(b"{"),
        frame(b"\xff\xfe"),
        frame(b"[" * 60_000),
        frame(b'{"a": ' + b"9" * 5_000 + b"}"),
        struct.pack(">4sII", b"RNC1", 0xFFFFFFFF, 0),
        struct.pack(">4sII", b"RNC1", 2, 0xFFFFFFFF) + b"{}",
    ],
)
def test_what_is_no_frame_is_refused(raw: bytes) -> None:
    with pytest.raises(wire.ProtocolError):
        sent(raw)


def test_random_bytes_are_refused() -> None:
    source = random.Random(0)
    for _ in range(200):
        good = bytearray(frame(b'{"value": ["tensor", "float32", [1], [0]], "printed": 0}', b"\0\0\0\0"))
        for _ in range(source.randint(1, 4)):
            good[source.randrange(len(good))] = source.randrange(256)
        try:
            wire.unpack_reply(sent(bytes(good)))
        except wire.ProtocolError:
            continue
        pytest.fail("accepted what is no reply")


def test_the_deadline_holds_for_an_end_that_dribbles() -> None:
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def dribble() -> None:
        for byte in frame(b" " * 1000):
            if stop.wait(0.02):
                return
            theirs.send(bytes([byte]))

    with ours, theirs:
        writer = threading.Thread(target=dribble)
        writer.start()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            wire.receive(ours, wire.CALL, began + 0.3)
        assert time.monotonic() - began < 1
        stop.set()
        writer.join()


def test_the_deadline_holds_for_an_end_that_does_not_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        wire.send(ours, wire.Message({}, b"x" * (8 << 20)), wire.CALL, time.monotonic() + 0.2)


def test_a_message_too_large_is_not_sent() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(wire.TooLarge):
        wire.send(ours, wire.Message({"a": "x" * 100}), wire.Size(50, 0, 50))

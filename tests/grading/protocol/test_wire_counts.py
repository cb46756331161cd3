"""The values of a message are counted before they are read, because few bytes can stand for many values."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time

import pytest
import torch

from course_utils.checks.learner.answer import Reply
from course_utils.grading.protocol import wire


def received(header: bytes, size: wire.Size) -> wire.Message:
    ours, theirs = socket.socketpair()
    frame = struct.pack(">4sII", b"RNC1", len(header), 0) + header
    sender = threading.Thread(target=lambda: (theirs.sendall(frame), theirs.close()))
    sender.start()
    with ours:
        try:
            return wire.receive(ours, size, time.monotonic() + 60)
        finally:
            sender.join()


@pytest.mark.parametrize("unit", ['{"":0},', "[],", "[[],[]],", "0,", '{"a":{"b":[]}},', '"[",', '"\\\\",', '"é\\"[",'])
@pytest.mark.parametrize("size", [wire.CALL, wire.CELL], ids=["call", "cell"])
def test_more_values_than_a_message_may_have_are_refused(unit: str, size: wire.Size) -> None:
    header = ('{"a":[' + unit * (size.marks + 1) + "0]}").encode()
    assert isinstance(json.loads(header), dict)
    with pytest.raises(wire.ProtocolError, match="too large"):
        received(header, size)


@pytest.mark.parametrize(
    "words", ["[" * 200_000, "{,[" * 100_000, '\\"[,' * 100_000, "é[" * 100_000, "\\" * 100_001 + "["]
)
def test_brackets_in_words_are_words(words: str) -> None:
    assert received(json.dumps({"printed": words}).encode(), wire.CALL).header == {"printed": words}
    assert received(json.dumps({"printed": words}, ensure_ascii=False).encode(), wire.CALL).header == {"printed": words}


@pytest.mark.parametrize(
    "header", ['"' * 1_000_000, '["' * 500_000, "\\" * 1_000_000, '"\\' * 500_000, '""[' * 300_000]
)
def test_what_is_no_json_is_refused_soon(header: str) -> None:
    began = time.process_time()
    with pytest.raises(wire.ProtocolError):
        received(header.encode(), wire.CALL)
    assert time.process_time() - began < 5  # it takes a hundredth of that


def test_other_encodings_are_no_json() -> None:
    with pytest.raises(wire.ProtocolError, match="not JSON"):
        received(json.dumps({"a": 1}).encode("utf-16"), wire.CALL)


def test_a_message_of_too_many_values_is_not_sent() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(wire.TooLarge):
        wire.send(ours, wire.Message({"a": [0] * (wire.CALL.marks + 1)}), wire.CALL)


def test_too_many_tensors_are_neither_packed_nor_unpacked() -> None:
    with pytest.raises(wire.TooLarge, match="tensors"):
        wire.pack_reply(Reply((torch.empty(0),) * 2_001))
    value = ["tuple", [["tensor", "float32", [0], [0]]] * 2_001]
    reply = {"value": value, "arguments": [], "gradients": [], "printed": 0, "failure": None}
    with pytest.raises(wire.ProtocolError, match="tensors"):
        wire.unpack_reply(wire.Message(reply))
    value[1].pop()
    assert len(wire.unpack_reply(wire.Message(reply)).value) == 2_000

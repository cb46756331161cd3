"""Outputs are not graded: while a file of any size is read, only its sources are kept."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from typing import Any

import pytest

from course_utils.grading.submission import outputs
from course_utils.grading.submission.outputs import TooLarge, kind_of, small, without_outputs
from course_utils.grading.submission.reading import Findings, read

SOURCE = 'x = "outputs": [ ] \\" { \n'


def notebook(shown: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "source": SOURCE, "outputs": shown, "metadata": {}}
    return {"nbformat": 4, "metadata": {"widgets": {"state": shown}}, "cells": [cell, {**cell, "outputs": []}]}


@pytest.mark.parametrize(
    "shown", [[], ["]}[{"], ['\\"', "\\\\"], [[[{}]]], [{"outputs": [{"outputs": "]"}]}], ["é\ud83d"]]
)
@pytest.mark.parametrize("indent", [None, 1])
def test_what_is_kept_is_all_but_outputs(shown: list[Any], indent: int | None) -> None:
    kept = json.loads(without_outputs(json.dumps(notebook(shown), indent=indent).encode()))
    assert kept == notebook([]) | {"metadata": {"widgets": {}}}


@pytest.mark.parametrize("seed", range(20))
def test_it_does_not_matter_where_pieces_end(seed: int) -> None:
    chance = random.Random(seed)
    whole = json.dumps(notebook([{"data": '\\"[' * 50, "x": ["a\\"] * 20}]), indent=chance.choice([None, 1])).encode()
    dropping, kept = outputs._Dropping(), b""
    while whole:
        length = chance.randint(1, 40)
        kept += dropping.feed(whole[:length])
        whole = whole[length:]
    assert json.loads(kept + dropping.end())["cells"] == notebook([])["cells"]


def test_a_conflict_within_outputs_costs_nothing() -> None:
    whole = json.dumps(notebook(["epoch 1"] * 3), indent=1)
    broken = whole.replace('"epoch 1",', '<<<<<<< HEAD\n"epoch 1",\n=======', 1)
    findings = Findings()
    assert [each.source for each in read(broken.encode(), findings)] == [SOURCE, SOURCE]
    assert "whole cells found in it: 2" in findings.notes()[0]


def test_there_is_an_end_to_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_CHUNK", 1_000)
    whole = json.dumps(notebook(["x" * 50_000])).encode()
    assert json.loads(small(io.BytesIO(whole), 200_000, 5_000))["cells"] == notebook([])["cells"]
    with pytest.raises(TooLarge):
        small(io.BytesIO(whole), 90_000, 5_000)
    assert len(small(io.BytesIO(b"x" * 50_000), 200_000, 5_000)) < 10_000
    monkeypatch.setattr(outputs, "_MOST_BRACKETS", 1_000)
    with pytest.raises(TooLarge):
        small(io.BytesIO(json.dumps(notebook([[]] * 20_000)).encode()), 200_000, 5_000)


MEASURED = """
import resource, sys
from course_utils.grading.submission.outputs import small

class Pieces:
    left = [b'{"cells": [{"outputs": [{"text": "', *[b"epoch 1 loss 0.1\\\\n" * 60_000] * 200, b'"}]}]}']
    waiting = b""

    def read(self, size):
        while len(self.waiting) < size and self.left:
            self.waiting += self.left.pop(0)
        found, self.waiting = self.waiting[:size], self.waiting[size:]
        return found

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert len(small(Pieces(), 10**9, 10**6)) < 100
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_200_megabytes_of_outputs_take_few_of_memory() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000  # kB; less than a third of the file


@pytest.mark.parametrize(
    ("contents", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "an HTML page"),
        (b"<?xml version='1.0'?><html xmlns=''>", "an HTML page"),
        (b"%PDF-1.4", "a PDF"),
        (b"PK\x03\x04", "a damaged zip archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"import torch\n", "Python code"),
        (b"my notebook is at home", "plain text"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xfe\x00", ""),
        (b'{"cells": [', ""),
    ],
)
def test_kinds(contents: bytes, kind: str) -> None:
    assert kind_of(contents) == kind

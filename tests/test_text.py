"""The shipped texts, a vocabulary, and lanes."""

import gzip
import hashlib
import itertools
import re
import unicodedata
from pathlib import Path

import pytest
import torch

from course_utils import text
from course_utils.text import Lanes, TextError, Vocabulary

FOLDER = Path(text.__file__).parent / "data" / "text"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A copy of the shipped files that a test may damage."""
    for path in FOLDER.glob("*.gz"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(text, "_SHIPPED", tmp_path)
    return tmp_path


def test_the_shipped_files_are_those_that_their_readme_lists():
    rows = re.findall(r"^\| (\S+) \| ([\d,]+) \| ([0-9a-f]{64}) \|$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert {f"{name}.gz" for name, _, _ in rows} == {path.name for path in FOLDER.glob("*.gz")}
    for name, size, sha256 in rows:
        content = gzip.decompress((FOLDER / f"{name}.gz").read_bytes())
        assert (f"{len(content):,}", hashlib.sha256(content).hexdigest()) == (size, sha256)


def test_shakespeare_is_the_text_that_published_losses_are_of():
    plays = text.shakespeare()
    assert (len(plays), len(set(plays)), plays.count("\n")) == (1_115_394, 65, 40_000)
    assert plays.startswith("First Citizen:\nBefore we proceed any further, hear me speak.\n")


def test_names_are_whole_and_not_doubled():
    people = text.names()
    assert len(people) == len(set(people)) == 18_012
    assert len({each.language for each in people}) == 18
    assert all(each.name and each.name == unicodedata.normalize("NFC", each.name) for each in people)
    assert len({each.name for each in people}) < len(people)  # some stand in several languages


@pytest.mark.parametrize("name", ["shakespeare.txt", "names.tsv"])
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(Path.unlink, "is missing or damaged", id="missing"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:999]), "is missing or damaged", id="cut short"),
        pytest.param(lambda path: path.write_bytes(b"<html>"), "is missing or damaged", id="not gzip"),
        pytest.param(lambda path: path.write_bytes(gzip.compress(b"to be")), "does not hold the text", id="other"),
    ],
)
def test_a_damaged_file_is_named(shipped, name, damage, words):
    damage(shipped / f"{name}.gz")
    read = text.shakespeare if name == "shakespeare.txt" else text.names
    with pytest.raises(TextError, match=words) as error:
        read()
    assert str(shipped / f"{name}.gz") in str(error.value)
    assert "install the course again" in str(error.value)


def test_a_vocabulary_is_sorted_and_leads_back():
    vocabulary = Vocabulary("hello\nworld")
    assert vocabulary.letters == "\ndehlorw"
    ids = vocabulary.encode("lord\n")
    assert (ids.dtype, ids.tolist()) == (torch.int64, [4, 5, 6, 1, 0])
    assert vocabulary.decode(ids) == vocabulary.decode(ids.tolist()) == "lord\n"
    assert vocabulary.encode("").shape == (0,)
    with pytest.raises(ValueError, match=re.escape("the vocabulary lacks 'A', 'z'")):
        vocabulary.encode("zAh")


@pytest.mark.parametrize(("n", "batch", "seq_len"), [(103, 3, 7), (22, 3, 7), (9, 4, 7), (50, 1, 5), (64, 7, 9)])
def test_lanes_go_on_where_they_ended_and_ask_for_every_letter_once(n, batch, seq_len):
    lanes = Lanes(torch.arange(n), batch, seq_len)
    chunks = [lanes[k] for k in range(len(lanes))]
    assert all(chunk.shape == (seq_len + 1, batch) for chunk in chunks[:-1])
    assert 2 <= len(chunks[-1]) <= seq_len + 1
    for one, other in itertools.pairwise(chunks):
        assert torch.equal(one[-1], other[0])
    assert all((chunk[1:] == chunk[:-1] + 1).all() for chunk in chunks)
    targets = torch.cat([chunk[1:] for chunk in chunks]).T.flatten()
    assert targets.tolist() == list(range(1, len(targets) + 1))
    assert n - batch <= len(targets) < n


def test_lanes_refuse_what_they_do_not_have():
    with pytest.raises(ValueError, match="5 lanes take 6 letters but the text has 5"):
        Lanes(torch.arange(5), batch=5, seq_len=2)
    lanes = Lanes(torch.arange(9), batch=2, seq_len=2)
    for index in (-1, 2):
        with pytest.raises(IndexError, match=f"item {index} is asked for but there are 2"):
            lanes[index]

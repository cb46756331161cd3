"""The text and the names that this package ships, and a text as numbers, for lesson 08.

Shapes use T (seq_len) and B (batch), time first, as PyTorch does by default.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils.data import Dataset

from course_utils.errors import PlainError


class TextError(PlainError):
    """A shipped text cannot be read; the message names the file and says what to do."""


class Name(NamedTuple):
    """A family name and the language that it comes from."""

    language: str
    name: str


_SHIPPED = Path(__file__).parent / "data" / "text"
_SHA256 = {  # of the uncompressed files
    "shakespeare.txt": "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
    "names.tsv": "b068303c714898b5022b3e1ad1b286f75b7be118ed4799c1542f5f041788a5d3",
}


def shakespeare() -> str:
    """Read "Tiny Shakespeare": 40,000 lines of plays, 1,115,394 letters, 65 different ones.

    Raises TextError if the shipped file is missing or damaged.

    Source: plays by W. Shakespeare, selected by A. Karpathy; see `data/text/README.md`.
    """
    return _read("shakespeare.txt")


def names() -> list[Name]:
    """Read 18,012 family names in 18 languages, in the file's order; some names stand in several languages.

    Raises TextError if the shipped file is missing or damaged.

    Source: S. Robertson, practical-pytorch; see `data/text/README.md`.
    """
    return [Name(*line.split("\t")) for line in _read("names.tsv").splitlines()[1:]]


def _read(name: str) -> str:
    path = _SHIPPED / f"{name}.gz"
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise TextError(f"{path} is missing or damaged: install the course again") from error
    if hashlib.sha256(content).hexdigest() != _SHA256[name]:
        raise TextError(f"{path} does not hold the text that it should: install the course again")
    return content.decode()


class Vocabulary:
    """The different letters of a text, sorted; the id of a letter is its place among them, from 0.

    A letter is any character: a space and the end of a line are letters, too.

    >>> vocabulary = Vocabulary("to be")
    >>> vocabulary.letters, len(vocabulary)
    (' beot', 5)
    >>> vocabulary.encode("bet")
    tensor([1, 2, 4])
    >>> vocabulary.decode(torch.tensor([1, 2, 4]))
    'bet'
    """

    def __init__(self, text: str) -> None:
        self.letters = "".join(sorted(set(text)))
        self._ids = {letter: number for number, letter in enumerate(self.letters)}

    def __len__(self) -> int:
        return len(self.letters)

    def encode(self, text: str) -> Tensor:
        """Map a text of N letters to int64 ids, shape (N,). Raises ValueError for a letter that it lacks."""
        unknown = sorted(set(text) - set(self.letters))
        if unknown:
            raise ValueError(f"the vocabulary lacks {', '.join(map(repr, unknown))}")
        return torch.tensor([self._ids[letter] for letter in text], dtype=torch.int64)

    def decode(self, ids: Iterable[int] | Tensor) -> str:
        """Map ids back to the text."""
        return "".join(self.letters[int(number)] for number in ids)


class Lanes(Dataset[Tensor]):
    """A text as B lanes that are read side by side, a chunk of each at a time: lesson 07's way to carry the state.

    Lane b is the b-th of B equally long parts of the text. Item k is (T + 1, B): T steps of each lane, and the first
    step of item k + 1 once more, so that every letter has the one after it. The last chunk may be shorter; fewer
    than B letters at the end of the text are left out.
    Shapes: ids (N,). Raises ValueError if there are not enough letters for one step of each lane.

    >>> lanes = Lanes(torch.arange(9), batch=2, seq_len=2)
    >>> len(lanes), lanes[0].T.tolist(), lanes[1].T.tolist()
    (2, [[0, 1, 2], [4, 5, 6]], [[2, 3, 4], [6, 7, 8]])
    """

    def __init__(self, ids: Tensor, batch: int, seq_len: int) -> None:
        steps = (len(ids) - 1) // batch
        if steps < 1:
            raise ValueError(f"{batch} lanes take {batch + 1} letters but the text has {len(ids)}")
        starts = torch.arange(batch) * steps
        self._lanes = ids[torch.arange(steps + 1)[:, None] + starts]
        self._seq_len = seq_len

    def __len__(self) -> int:
        return -(-(len(self._lanes) - 1) // self._seq_len)

    def __getitem__(self, index: int) -> Tensor:
        if not 0 <= index < len(self):
            raise IndexError(f"item {index} is asked for but there are {len(self)}")
        start = index * self._seq_len
        return self._lanes[start : start + self._seq_len + 1]

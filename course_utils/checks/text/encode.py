"""A batch of texts as ids: one number for padding, one for letters that the vocabulary lacks, then its letters."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, LARGE, RISING, Random, Trial
from course_utils.checks.learner.values import Value

_PAD, _UNKNOWN, _FIRST = 0, 1, 2  # the ids of padding, of an unknown letter, and of the vocabulary's first letter
_POOL = string.ascii_letters + string.digits + " \n.,:;!?-'&$äéüñßøçåêàìóúŁśżèô"
_KNOWN = "etaoin Rh.S\nD"  # the vocabulary of the first trial, so that an answer cannot keep results by vocabulary
_ODD = "ErTe"  # for three of these the vocabulary has the other case only
_MANY = 66


def _arguments(
    random: Random, letters: str | int, lengths: Sequence[int], every: int = 3, odd: str = ""
) -> Mapping[str, Value]:
    """Texts of these lengths over a vocabulary, given or of this size; one letter of `every` so many is unknown.

    The longest text begins with the vocabulary's first letter, goes on with `odd`, and ends with the last letter.
    """
    known = letters if isinstance(letters, str) else "".join(_shuffled(random, _POOL)[:letters])
    others = "".join(letter for letter in _POOL if letter not in known)
    texts = []
    for length in lengths:
        kinds = [others if place % every == every - 1 else known for place in range(length)]
        texts.append("".join(kind[random.integer(0, len(kind) - 1)] for kind in kinds))
    if (long := max(lengths)) > 1:
        middle = texts[lengths.index(long)][1 + len(odd) : -1]
        texts[lengths.index(long)] = f"{known[0]}{odd}{middle}{known[-1]}"
    return {"texts": tuple(texts), "letters": known}


def _shuffled(random: Random, letters: str) -> list[str]:
    return [letters[place] for place in torch.randperm(len(letters), generator=random.generator).tolist()]


def _lengths(random: Random, texts: int, longest: int) -> list[int]:
    """Lengths of so many texts, of which the second is the longest and the last is empty."""
    lengths = [random.integer(1, longest - 1) for _ in range(texts)]
    lengths[1], lengths[-1] = longest, 0
    return lengths


def _trials(random: Random) -> Iterator[Trial]:
    rising, falling = random.sizes(RISING), random.sizes(RISING[::-1], pool=LARGE)  # G letters in the vocabulary
    never = 2 * _MANY  # more than any text has letters
    yield Trial(_arguments(random, _KNOWN, (4, 7, 2), odd=_ODD))
    for sizes in (rising, falling):
        yield Trial(_arguments(random, sizes.G, _lengths(random, sizes.B, sizes.T)))
    yield Trial(_arguments(random, 5, (6,)), "a single text (batch = 1)")
    yield Trial(_arguments(random, 6, (1, 1, 1)), "texts of one letter (seq_len = 1)")
    yield Trial(_arguments(random, 1, (4, 7, 2)), "a vocabulary of one letter (V = 1)")
    yield Trial(_arguments(random, 4, (2, 4, 1, 4)), EDGES["equal"])
    yield Trial(_arguments(random, 8, (5, 5, 5), never), "texts of one length, without unknown letters")
    yield Trial(_arguments(random, " ba\n", (1, 3, 5, 2), 1), "spaces and line ends, and unknown letters")
    yield Trial(_arguments(random, 5, (0, 4, 2)), "an empty text at the beginning")
    yield Trial(_arguments(random, 6, (2, _MANY, 4)), f"a long text (seq_len = {_MANY})")
    many = _arguments(random, _MANY, [2, *(1 + place % 2 for place in range(_MANY))])
    yield Trial(many, f"many texts and a large vocabulary (batch = {_MANY + 1}, V = {_MANY})")


def _but(
    clean: Callable[[str], str] = lambda text: text,
    vocabulary: Callable[[Sequence[str], str], Sequence[str]] = lambda _texts, letters: letters,
    first: int = _FIRST,
    unknown: Callable[[int], int | None] = lambda _size: _UNKNOWN,
    finish: Callable[[list[Tensor]], Tensor] = pad_sequence,
) -> Callable[..., Any]:
    """The ids with one part done another way; where `unknown` gives None, such letters are left out."""

    def encode(texts: Sequence[str], letters: str) -> Tensor:
        known = vocabulary(texts, letters)
        ids: dict[str, int] = {letter: first + number for number, letter in enumerate(known)}
        rows = [[ids.get(letter, unknown(len(known))) for letter in clean(text)] for text in texts]
        return finish([torch.tensor([id_ for id_ in row if id_ is not None], dtype=torch.int64) for row in rows])

    return encode


def _of_the_texts(texts: Sequence[str], _letters: str) -> Sequence[str]:
    return sorted(set("".join(texts)))


def _code_points(texts: Sequence[str], _letters: str) -> Tensor:
    return pad_sequence([torch.tensor([ord(letter) for letter in text], dtype=torch.int64) for text in texts])


def _in_front(rows: list[Tensor]) -> Tensor:
    return pad_sequence([row.flip(0) for row in rows]).flip(0)


def _texts(trial: Trial) -> Sequence[str]:
    texts: Sequence[str] = trial.arguments["texts"]
    return texts


def _known(trial: Trial) -> str:
    return str(trial.arguments["letters"])


def _lacks(letters: str, known: str) -> bool:
    return not set(letters) & set(known)


EXERCISE = Exercise(
    id="text/encode",
    parameters=("texts", "letters"),
    points=2,
    trials=_trials,
    axes={"texts": "BT", "letters": "V"},
    also={
        "an unknown letter": lambda trial: not set("".join(_texts(trial))) <= set(_known(trial)),
        "no unknown letter": lambda trial: set("".join(_texts(trial))) <= set(_known(trial)),
        "a text of unknown letters only": lambda trial: any(
            text and _lacks(text, _known(trial)) for text in _texts(trial)
        ),
        "the other case known": lambda trial: any(
            letter not in _known(trial) and letter.swapcase() in _known(trial) for letter in "".join(_texts(trial))
        ),
        "the first letter": lambda trial: _known(trial)[0] in "".join(_texts(trial)),
        "the last letter": lambda trial: _known(trial)[-1] in "".join(_texts(trial)),
        "a vocabulary that is not sorted": lambda trial: list(_known(trial)) != sorted(_known(trial)),
        "known space at both ends": lambda trial: any(
            text and text.strip() == text[1:-1] and set(text[0] + text[-1]) <= set(_known(trial))
            for text in _texts(trial)
        ),
        "an empty text first": lambda trial: not _texts(trial)[0],  # torch.tensor([]) is float32
        "an empty text last": lambda trial: not _texts(trial)[-1],
        "texts of one length": lambda trial: len(set(map(len, _texts(trial)))) == 1 < len(_texts(trial)),
        "the longest not first": lambda trial: len(_texts(trial)[0]) < max(map(len, _texts(trial))),
    },
    crashes=(
        Crash(
            r"^(['\"])\\?.{1,2}\1$|substring not found|is not in list",
            "unknown-looked-up",
            "A letter may be unknown: dict.get takes a second argument for that, and str.find gives -1.",
        ),
        Crash(
            "expected sequence of length",
            "rows-of-unequal-length",
            "torch.tensor makes no tensor of rows that differ in length: pad them first.",
        ),
    ),
    oracle=_but(),
    returns=TensorOf(("seq_len", "batch"), hint="Encode one text by hand, letter by letter, and compare its column."),
    gradient=False,
    slips=(
        Slip(
            "batch-first",
            "each text of yours is a row; asked for is a column for each, time first",
            "pad_sequence puts time first by default; transpose swaps two axes.",
            _but(finish=lambda rows: pad_sequence(rows, batch_first=True)),
        ),
        Slip(
            "letters-from-0",
            "your letters begin at 0, which stands for padding, and reach 1, which stands for unknown letters",
            f"The first letter of the vocabulary has the id {_FIRST}.",
            _but(first=0),
        ),
        Slip(
            "letters-from-1",
            "your letters begin at 1, which stands for unknown letters",
            f"The first letter of the vocabulary has the id {_FIRST}.",
            _but(first=1),
        ),
        Slip(
            "all-one-too-low",
            "all your ids are one too low: unknown letters have that of padding, and the vocabulary begins at 1",
            "str.find gives -1 for a letter that is not there: how much must be added?",
            _but(first=1, unknown=lambda _size: _PAD),
        ),
        Slip(
            "letters-from-3",
            "your letters begin one id too high: one id stays without use",
            f"The first letter of the vocabulary has the id {_FIRST}.",
            _but(first=3),
        ),
        Slip(
            "unknown-last",
            "your unknown letters come after the vocabulary, and its letters begin at 1",
            "The two special ids come first: padding, then unknown.",
            _but(first=1, unknown=lambda size: size + 1),
        ),
        Slip(
            "unknown-as-padding",
            "your unknown letters get the id of padding; they are letters, and have an id of their own",
            "Two ids come before the vocabulary: one for padding, one for unknown letters.",
            _but(unknown=lambda _size: _PAD),
        ),
        Slip(
            "padding-as-unknown",
            "your padding gets the id of unknown letters; it has an id of its own",
            "Two ids come before the vocabulary: one for padding, one for unknown letters.",
            _but(finish=lambda rows: pad_sequence(rows, padding_value=_UNKNOWN)),
        ),
        Slip(
            "specials-swapped",
            "padding and unknown letters have each other's id",
            "The docstring's first id is that of padding.",
            _but(unknown=lambda _size: _PAD, finish=lambda rows: pad_sequence(rows, padding_value=_UNKNOWN)),
        ),
        Slip(
            "unknown-left-out",
            "your unknown letters are left out, so that later letters move forward",
            "An unknown letter keeps its step, and gets an id.",
            _but(unknown=lambda _size: None),
        ),
        Slip(
            "vocabulary-sorted",
            "you sort the vocabulary; its letters have their ids in the order in which they are given",
            "Leave out sorted and set: no letter is in it twice.",
            _but(vocabulary=lambda _texts, letters: sorted(letters)),
        ),
        Slip(
            "vocabulary-of-the-texts",
            "you make a vocabulary of the texts; it must be the one that is given, or no two batches agree",
            "Number the letters of `letters`.",
            _but(vocabulary=_of_the_texts),
        ),
        Slip(
            "lower-cased",
            "you turn the texts into lower case; A and a are two letters",
            "Leave the texts as they are.",
            _but(clean=str.lower),
        ),
        Slip(
            "stripped",
            "you strip spaces and line ends off the texts; they are letters like any other",
            "Leave the texts as they are.",
            _but(clean=str.strip),
        ),
        Slip(
            "spaces-left-out",
            "you leave out spaces and line ends; they are letters like any other",
            "Leave the texts as they are.",
            _but(clean=lambda text: "".join(text.split())),
        ),
        Slip(
            "code-points",
            "these are the numbers that Python has for letters; asked for is their place in the vocabulary",
            "Make a dictionary: to each letter of `letters` its id.",
            lambda texts, _letters: pad_sequence(
                [torch.tensor(list(map(ord, text)), dtype=torch.int64) for text in texts]
            ),
        ),
        Slip(
            "padded-in-front",
            "your padding stands before the texts; it belongs behind them",
            "pad_sequence pads at the end by default.",
            _but(finish=_in_front),
        ),
        Slip(
            "cut-to-the-shortest",
            "you cut every text to the length of the shortest",
            "zip stops at the shortest; pad to the longest instead.",
            _but(finish=lambda rows: torch.stack([row[: min(map(len, rows))] for row in rows], 1)),
        ),
        Slip(
            "empty-texts-left-out",
            "an empty text has no column in your result: it is a text, and its column is padding alone",
            "Leave no text out.",
            _but(finish=lambda rows: pad_sequence([row for row in rows if len(row)])),
        ),
        Slip(
            "empty-first-is-float",
            "where the first text is empty, your ids are float32: `torch.tensor([])` is, if you give it no dtype",
            "Give torch.tensor the dtype that the ids must have.",
            _but(finish=lambda rows: pad_sequence([row if len(row) else row.float() for row in rows])),
        ),
        Slip(
            "longest-first",
            "you sort the texts by their length; column k is the text k as it was given",
            "Leave the texts in their order: padding needs no other.",
            _but(finish=lambda rows: pad_sequence(sorted(rows, key=len, reverse=True))),
        ),
    ),
)

"""A table of how often one letter follows another, as smoothed probabilities: the baseline of a letter model."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, LARGE, RISING, Random, Trial
from course_utils.checks.learner.values import Value

_MANY = 66
_USUAL, _LITTLE = 1.0, 0.1  # added to each count


def _arguments(random: Random, lengths: Sequence[int], letters: int, smoothing: float = _USUAL) -> Mapping[str, Value]:
    """Texts of these lengths in which the first half of the letters is twice as likely; the last one never comes up."""
    used = max(1, letters - 1)
    texts = [
        torch.minimum(*torch.randint(used, (2, length), generator=random.generator))
        if length % 2
        else torch.randint(used, (length,), generator=random.generator)
        for length in lengths
    ]
    return {"texts": tuple(texts), "num_letters": letters, "smoothing": smoothing}


def _trials(random: Random) -> Iterator[Trial]:
    rising, falling = random.sizes(RISING), random.sizes(RISING[::-1], pool=LARGE)  # G is the number of letters
    yield Trial(_arguments(random, (7, 15, 4), 5))
    yield Trial(_arguments(random, _lengths(random, rising.B, rising.T), rising.G, _LITTLE))
    yield Trial(_arguments(random, _lengths(random, falling.B, falling.T), falling.G))
    for smoothing in (_USUAL, _LITTLE):
        yield Trial(_arguments(random, (9,), 4, smoothing), "a single text (batch = 1)")
        yield Trial(_arguments(random, (1, 8, 5), 4, smoothing), "a first text of a single letter (seq_len = 1)")
        yield Trial(_arguments(random, (6, 3, 5), 1, smoothing), "a vocabulary of one letter (num_letters = 1)")
    twice = _arguments(random, (9, 6), 4)
    yield Trial({**twice, "texts": twice["texts"] * 2}, "two texts, each of them twice")
    yield Trial(_arguments(random, (1,), 3), "a single text of a single letter: nothing follows (batch = seq_len = 1)")
    yield Trial(_arguments(random, (4, 4, 4, 4), 4), EDGES["equal"])
    yield Trial(_arguments(random, (400, 33), 3, _LITTLE), "long texts (seq_len = 400)")
    many = _arguments(random, [2 + place % 3 for place in range(_MANY)], _MANY)
    yield Trial(many, f"many texts, and many letters ({_MANY} each)")


def _lengths(random: Random, texts: int, first: int) -> list[int]:
    """Lengths of so many texts, of which the first is given, the others are not longer, and the last is 1."""
    return [first, *(random.integer(1, first) for _ in range(texts - 2)), 1]


def _counts(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    """How often each letter (a row) is followed by each letter (a column), within a text."""
    counts = torch.zeros(num_letters, num_letters)
    for text in texts:
        counts += torch.bincount(text[:-1] * num_letters + text[1:], minlength=num_letters**2).view_as(counts)
    return counts


def _across(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    return _counts([torch.cat(list(texts))], num_letters)


def _letters_alone(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    return torch.bincount(torch.cat(list(texts)), minlength=num_letters).float().expand(num_letters, -1)


def _row_sums(counts: Tensor, smoothing: float) -> Tensor:
    return counts.sum(1, keepdim=True) + smoothing * len(counts)


def _but(
    count: Callable[[Sequence[Tensor], int], Tensor] = _counts,
    smooth: Callable[[float], float] = lambda smoothing: smoothing,
    below: Callable[[Tensor, float], Tensor] = _row_sums,
    finish: Callable[[Tensor], Tensor] = lambda table: table,
) -> Callable[..., Any]:
    """The table with one part done another way."""

    def table(texts: Sequence[Tensor], num_letters: int, smoothing: float) -> Tensor:
        counts, added = count(texts, num_letters), smooth(smoothing)
        return finish((counts + added) / below(counts, added))

    return table


def _last_text(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    return _counts(texts[-1:], num_letters)


def _once_per_text(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    return torch.stack([_counts([text], num_letters).clamp(max=1) for text in texts]).sum(0)


def _padded(texts: Sequence[Tensor], num_letters: int) -> Tensor:
    return _counts(list(pad_sequence(list(texts), batch_first=True)), num_letters)


def _divided_by_letters(texts: Sequence[Tensor], num_letters: int, smoothing: float) -> Tensor:
    letters = _letters_alone(texts, num_letters)[0, :, None]
    return (_counts(texts, num_letters) + smoothing) / (letters + smoothing * num_letters)


def _mean_of_texts(texts: Sequence[Tensor], num_letters: int, smoothing: float) -> Tensor:
    return torch.stack([_but()([text], num_letters, smoothing) for text in texts]).mean(0)


def _added_at_the_end(texts: Sequence[Tensor], num_letters: int, smoothing: float) -> Tensor:
    counts = _counts(texts, num_letters)
    return counts / counts.sum(1, keepdim=True).clamp(min=1) + smoothing


def _unseen_only(texts: Sequence[Tensor], num_letters: int, smoothing: float) -> Tensor:
    counts = _counts(texts, num_letters)
    filled = torch.where(counts == 0, smoothing, counts)
    return filled / filled.sum(1, keepdim=True)


def _pairs(trial: Trial) -> Tensor:
    return _counts(trial.arguments["texts"], trial.arguments["num_letters"])


_EACH_PLACE_ONCE = "`counts[a, b] += 1` with tensors a and b adds once for each place: try a loop, or bincount."

EXERCISE = Exercise(
    id="text/bigram",
    parameters=("texts", "num_letters", "smoothing"),
    points=2,
    trials=_trials,
    axes={"texts": "BT", "num_letters": "V"},
    settings={"smoothing": (_USUAL, _LITTLE)},
    also={
        "a letter that nothing follows": lambda trial: not _pairs(trial).sum(1).all(),
        "a pair seen more than once": lambda trial: bool(_pairs(trial).max() > 1),
        "a pair never seen": lambda trial: bool(_pairs(trial).min() == 0),
        "other counts the other way round": lambda trial: not torch.equal(_pairs(trial), _pairs(trial).T),
        "a pair across two texts": lambda trial: bool(
            _across(trial.arguments["texts"], _MANY).sum() > _pairs(trial).sum()
        ),
        "a later text of one letter": lambda trial: 1 in map(len, trial.arguments["texts"][1:]),
        "equal texts": lambda trial: any(
            len(one) > 1 and torch.equal(one, other)
            for one, other in itertools.combinations(trial.arguments["texts"], 2)
        ),
        "no pair at all": lambda trial: not _pairs(trial).any(),
    },
    oracle=_but(),
    returns=TensorOf(
        ("letter before", "letter after"),
        hint="Take the texts [0, 1, 0, 1] and [1, 1], count the pairs by hand, and compare.",
    ),
    gradient=False,
    slips=(
        Slip(
            "transposed",
            "your rows are the letters that follow; the letter before chooses the row, and the one after it the column",
            "counts[before, after]",
            _but(finish=lambda table: table.T),
        ),
        Slip(
            "columns-add-up",
            "your columns add up to 1; each row must, as the probabilities of what follows one letter",
            "Sum over axis 1, with keepdim=True.",
            _but(below=lambda counts, added: counts.sum(0) + added * len(counts)),
        ),
        Slip(
            "table-adds-up",
            "your whole table adds up to 1; each row must, as the probabilities of what follows one letter",
            "Sum over axis 1, with keepdim=True.",
            _but(below=lambda counts, added: counts.sum() + added * counts.numel()),
        ),
        Slip(
            "row-sums-as-columns",
            "each column of yours is divided by the sum of a row: the axis of the sums is gone",
            "keepdim=True keeps the sums in a column, beside their rows.",
            _but(below=lambda counts, added: _row_sums(counts, added).squeeze(1)),
        ),
        Slip(
            "not-smoothed",
            "your counts are not smoothed: a letter that nothing follows has the row 0 / 0",
            "Add smoothing to every count before you divide.",
            _but(smooth=lambda _smoothing: 0.0),
        ),
        Slip(
            "not-smoothed-zeros",
            "your counts are not smoothed: a pair that is never seen has the probability 0",
            "Add smoothing to every count before you divide.",
            _but(smooth=lambda _smoothing: 0.0, finish=torch.nan_to_num),
        ),
        Slip(
            "always-one",
            "you add 1 to each count, whatever smoothing says",
            "Add the number that is given.",
            _but(smooth=lambda _smoothing: 1.0),
        ),
        Slip(
            "divided-by-plain-counts",
            "you smooth the counts and divide by the sums of those without smoothing: your rows add up to more than 1",
            "Sum the rows after smoothing.",
            _but(below=lambda counts, _added: counts.sum(1, keepdim=True)),
        ),
        Slip(
            "smoothed-once-below",
            "below the line you add smoothing once; it is added to every count of the row",
            "Sum the rows after smoothing.",
            _but(below=lambda counts, added: counts.sum(1, keepdim=True) + added),
        ),
        Slip(
            "smoothed-at-the-end",
            "you divide first and add smoothing to the probabilities: your rows add up to more than 1",
            "Add smoothing to the counts.",
            _added_at_the_end,
        ),
        Slip(
            "unseen-only",
            "you smooth only the pairs that are never seen; smoothing is added to every count",
            "Add it to the whole table.",
            _unseen_only,
        ),
        Slip(
            "across-texts",
            "you count the last letter of a text and the first one of the next as a pair; texts stand alone",
            "Count within each text.",
            _but(_across),
        ),
        Slip(
            "pairs-counted-once",
            "every pair counts once for you, however often it is seen",
            _EACH_PLACE_ONCE,
            _but(lambda texts, num_letters: _counts(texts, num_letters).clamp(max=1)),
        ),
        Slip(
            "pairs-counted-once-per-text",
            "every pair counts once per text for you, however often it is seen there",
            _EACH_PLACE_ONCE,
            _but(_once_per_text),
        ),
        Slip(
            "counted-the-other-way",
            "you count in the row of the letter after, and the column of the one before; it is the other way round",
            "counts[before, after]",
            _but(lambda texts, num_letters: _counts(texts, num_letters).T),
        ),
        Slip(
            "divided-by-letters",
            "you divide by how often a letter comes up; the last letter of a text begins no pair",
            "Divide each row by its own sum.",
            _divided_by_letters,
        ),
        Slip(
            "padding-counted",
            "you count padding as letters: shorter texts have pairs with 0 at their end",
            "Take each text as long as it is: nothing needs to be padded.",
            _but(_padded),
        ),
        Slip(
            "first-text-only",
            "only the first text counts in your table",
            "A `return` inside the loop ends the function in its first round.",
            _but(lambda texts, num_letters: _counts(texts[:1], num_letters)),
        ),
        Slip(
            "last-text-only",
            "only the last text counts in your table",
            "Make the table of counts once, before the loop.",
            _but(_last_text),
        ),
        Slip(
            "mean-of-tables",
            "you make a table of each text and take their mean; every pair of letters counts the same",
            "Count in all texts first, and divide once.",
            _mean_of_texts,
        ),
        Slip(
            "letter-before-ignored",
            "your rows are all the same, how often each letter comes up; asked for is what follows each",
            "Count pairs of neighbours.",
            _but(_letters_alone),
        ),
        Slip(
            "two-apart",
            "you count letters that are two steps apart; asked for are neighbours",
            "text[:-1] beside text[1:]",
            _but(lambda texts, num_letters: _counts([text[k::2] for text in texts for k in (0, 1)], num_letters)),
        ),
        Slip(
            "counts",
            "these are the smoothed counts; asked for are probabilities",
            "Divide each row by its sum.",
            _but(below=lambda counts, _added: torch.ones_like(counts)),
        ),
        Slip(
            "logarithms",
            "these are the logarithms of the probabilities; asked for are the probabilities",
            "Leave out log.",
            _but(finish=torch.log),
        ),
        Slip(
            "softmax",
            "you make probabilities of the counts with softmax; a count is no score",
            "Divide each row by its sum.",
            lambda texts, num_letters, smoothing: (_counts(texts, num_letters) + smoothing).softmax(1),
        ),
    ),
)

"""A long series cut into lanes that are read side by side, and the lanes into chunks: row b goes on in the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, Trial, turned
from course_utils.checks.learner.values import Value


def _arguments(random: Random, chunks: int, B: int, T: int, F: int, over: int, far: int = 0) -> Mapping[str, Value]:
    """A series of so many chunks and `over` steps more."""
    return {"series": random.input(Sizes(far=far), chunks * B * T + over, F), "batch_size": B, "seq_len": T}


def _trials(random: Random) -> Iterator[Trial]:
    yield Trial(_arguments(random, 4, B=3, T=5, F=2, over=7))  # a step is left over in each lane, and some after them
    yield Trial(_arguments(random, random.integer(2, 4), B=6, T=4, F=3, over=23))
    yield Trial(_arguments(random, random.integer(5, 7), B=2, T=9, F=4, over=16))
    for chunks, B, T, F, over, edge in (
        (3, 1, 4, 2, 2, "a single lane (batch_size = 1)"),
        (5, 4, 1, 2, 3, "chunks of one step (seq_len = 1)"),
        (3, 4, 5, 1, 9, "a single feature (F = 1)"),
        (1, 3, 5, 2, 8, "a single chunk (N // (batch_size * seq_len) = 1)"),
        (1, 1, 1, 1, 0, "a series of a single step (N = 1)"),
        (3, 4, 4, 4, 0, "batch_size = seq_len = F"),
        (4, 3, 5, 2, 0, "nothing left over"),
        (1, 1, 6, 2, 0, "a series that is one chunk of one lane (N = seq_len)"),
        (1, 6, 1, 2, 0, "a series with one step for each lane (N = batch_size)"),
        (2, 2, 3, 12, 0, "as many features as steps (F = N)"),
        (1, 2, 3, 13, 0, "more features than steps (F > N)"),
        (66, 2, 3, 2, 5, "many chunks (66)"),
        (2, 66, 3, 2, 100, "many lanes (batch_size = 66)"),
        (2, 3, 66, 2, 100, "long chunks (seq_len = 66)"),
        (2, 3, 4, 66, 11, "many features (F = 66)"),
    ):
        yield Trial(_arguments(random, chunks, B, T, F, over), edge)
    yield Trial(_arguments(random, 2, B=3, T=4, F=2, over=11, far=1), "numbers far from zero")
    mixed = _arguments(random, 2, B=3, T=4, F=2, over=11)
    yield Trial({**mixed, "series": turned(mixed["series"])}, "a series that is not contiguous, as transpose leaves it")


def _whole(series: Tensor, batch_size: int, seq_len: int) -> Tensor:
    """The longest beginning of a series that fills whole chunks."""
    each = batch_size * seq_len
    return series[: len(series) // each * each]


def _lanes(series: Tensor, batch_size: int, seq_len: int) -> Tensor:
    """Whole chunks as lanes, (B, chunks, T, F)."""
    whole = _whole(series, batch_size, seq_len)
    return whole.reshape(batch_size, -1, seq_len, series.shape[1])


def _but(
    finish: Callable[[Tensor], Any] = lambda lanes: lanes.permute(1, 2, 0, 3),
    cut: Callable[[Tensor, int, int], Tensor] = _lanes,
) -> Callable[..., Any]:
    """Chunks from lanes (B, chunks, T, F), with one part done another way."""
    return lambda series, batch_size, seq_len: finish(cut(series, batch_size, seq_len))


def _gaps(series: Tensor, batch_size: int, seq_len: int) -> Tensor:
    each = len(series) // batch_size
    rows = series[: each * batch_size].reshape(batch_size, each, -1)
    return rows[:, : each // seq_len * seq_len].reshape(batch_size, -1, seq_len, series.shape[1])


def _from_the_end(series: Tensor, batch_size: int, seq_len: int) -> Tensor:
    return _lanes(series[len(series) % (batch_size * seq_len) :], batch_size, seq_len)


def _overlapping(series: Tensor, batch_size: int, seq_len: int) -> Tensor:
    """Lanes cut into windows that begin at every step."""
    lanes = _lanes(series, batch_size, seq_len).flatten(1, 2)
    return lanes.unfold(1, seq_len, 1).movedim(3, 2)


def _left_over(trial: Trial) -> int:
    return len(trial.arguments["series"]) % int(trial.arguments["batch_size"] * trial.arguments["seq_len"])


def _chunks(trial: Trial) -> int:
    return len(trial.arguments["series"]) // int(trial.arguments["batch_size"] * trial.arguments["seq_len"])


EXERCISE = Exercise(
    id="long/lanes",
    parameters=("series", "batch_size", "seq_len"),
    points=3,
    trials=_trials,
    axes={"series": "NF", "batch_size": "B", "seq_len": "T"},
    also={
        "nothing left over": lambda trial: _left_over(trial) == 0 and _chunks(trial) > 1,
        "steps left over in each lane, and after the lanes": lambda trial: (
            _left_over(trial) > trial.arguments["batch_size"] and _left_over(trial) % trial.arguments["batch_size"] > 0
        ),
        "nearly another chunk": lambda trial: (
            _left_over(trial) == trial.arguments["batch_size"] * trial.arguments["seq_len"] - 1 > 0
        ),
        "a single chunk": lambda trial: _chunks(trial) == 1,
        "many chunks": lambda trial: _chunks(trial) > 64,
        "not contiguous": lambda trial: not trial.arguments["series"].is_contiguous(),
    },
    never={
        "B>N": "the text says that there is at least one chunk",
        "N<T": "the text says that there is at least one chunk",
        "B=F=N=T": "only a series of one step is as long as its batch and its chunks",
    },
    oracle=_but(),  # the tests read the series back from its rows
    returns=TensorOf(
        ("chunks", "seq_len", "batch", "features"),
        hint="Number the steps of a series of 12, torch.arange(12.).unsqueeze(1), and cut it into 2 lanes, 3 steps at a"
        " time: what must row 0 of the chunks read, one after the other?",
    ),
    gradient=False,
    crashes=(
        Crash(
            "is invalid for input of size|shape .* is invalid|doesn't match the size|must be divisible",
            "left-over-not-dropped",
            "Steps may be left over at the end of the series: drop them before you reshape.",
        ),
        Crash(
            "view size is not compatible|not compatible with input tensor's size and stride",
            "view-of-a-turned-tensor",
            "view needs numbers that lie in memory in that order: reshape does without.",
        ),
    ),
    slips=(
        Slip(
            "neighbours-side-by-side",
            "steps that follow each other stand side by side in the batch: row b reads every batch_size-th step",
            "First give each row its lane, one long piece of the series; then cut the lanes into chunks.",
            lambda series, batch_size, seq_len: _whole(series, batch_size, seq_len).unflatten(
                0, (-1, seq_len, batch_size)
            ),
        ),
        Slip(
            "windows-side-by-side",
            "the rows of a chunk are windows that follow each other: where row b ends, row b + 1 goes on",
            "Row b must go on in row b of the next chunk: which piece of the series is its lane?",
            lambda series, batch_size, seq_len: (
                _whole(series, batch_size, seq_len).unflatten(0, (-1, batch_size, seq_len)).transpose(1, 2)
            ),
        ),
        Slip(
            "gaps-between-lanes",
            "you drop steps at the end of each lane: a lane does not begin where the one before it ends",
            "Work out how long a lane is first, in whole chunks; then all that is dropped is at the end of the series.",
            _but(cut=_gaps),
        ),
        Slip(
            "dropped-at-the-front",
            "you drop the first steps of the series; those left over are at its end",
            "Count from the front: which steps come first?",
            _but(cut=_from_the_end),
        ),
        Slip(
            "batch-first",
            "your chunks are batch first; asked for is (chunks, T, B, F)",
            "Two axes change places.",
            _but(lambda lanes: lanes.transpose(0, 1)),
        ),
        Slip(
            "lanes-first",
            "your lanes come first; asked for is (chunks, T, B, F), so that a loop runs over the chunks",
            "permute puts all axes in order at once.",
            _but(lambda lanes: lanes),
        ),
        Slip(
            "chunks-inside",
            "your first axis is the step in the chunk; asked for is (chunks, T, B, F), so that a loop runs over chunks",
            "permute puts all axes in order at once.",
            _but(lambda lanes: lanes.permute(2, 1, 0, 3)),
        ),
        Slip(
            "chunks-and-rows-exchanged",
            "the axes are in another order than asked for: the lanes stand first, then the step, then the chunk",
            "permute puts all axes in order at once.",
            _but(lambda lanes: lanes.transpose(1, 2)),
        ),
        Slip(
            "overlapping",
            "your chunks overlap: each begins one step after the one before",
            "The state has read a step once; the next chunk begins where this one ended.",
            _but(lambda lanes: lanes.permute(1, 2, 0, 3), cut=_overlapping),
        ),
        Slip(
            "not-cut-into-chunks",
            "these are whole lanes, (steps, B, F); asked for are chunks of seq_len steps of them",
            "Cut the axis of the steps in two: chunks, and steps in a chunk.",
            _but(lambda lanes: lanes.flatten(1, 2).transpose(0, 1)),
        ),
        Slip(
            "sizes-exchanged",
            "your chunks have seq_len rows of batch_size steps: the two are exchanged",
            "Look at the order of the arguments.",
            lambda series, batch_size, seq_len: _lanes(series, seq_len, batch_size).permute(1, 2, 0, 3),
        ),
        Slip(
            "last-chunk-missing",
            "the last chunk is missing",
            "How many chunks of batch_size * seq_len steps fit into the series?",
            _but(lambda lanes: lanes.permute(1, 2, 0, 3)[:-1]),
        ),
        Slip(
            "chunks-reversed",
            "your chunks are in reverse order",
            "The first chunk holds the beginning of every lane.",
            _but(lambda lanes: lanes.permute(1, 2, 0, 3).flip(0)),
        ),
    ),
)

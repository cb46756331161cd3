"""`python -m tools.long_sequences`: the trainings of lesson 07 that take too long for a notebook.

Three experiments. An echo of random bits, trained in chunks of several lengths, the state carried or not. The adding
problem, with and without clipping. Two hundred digits, with one cure for overfitting at a time. The recording is
written after every training, so an interrupted run leaves a part of it; without `--output` it goes where the package
ships it. A run takes about ten minutes of one processor; `--quick` only shows that it works.
"""

from __future__ import annotations

import argparse
import datetime
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from course_utils import digits, recordings
from course_utils.recordings import Epoch, Recording, Training
from course_utils.training import accuracy, evaluate
from tools.recipes import machine

FIRST_SEED = 100  # the notebook trains with the seeds below, so the recording repeats none of them


class Recipe(Protocol):
    """What can be trained: it yields the accuracy on new examples, and that on the examples of the training, if any."""

    def train(self, steps: int | None) -> Iterator[tuple[float, float | None]]:
        """Train, and stop after so many steps if it is not None."""


@dataclass(frozen=True)
class Echo:
    """Say which bit came so many steps ago: trained chunk by chunk, then tested in one piece."""

    chunk: int
    lag: int
    carried: bool
    hidden_size: int = 16
    series: int = 4000
    lanes: int = 32
    lr: float = 0.02
    max_norm: float = 1.0

    def train(self, steps: int | None) -> Iterator[tuple[float, float | None]]:
        layer, head = nn.GRU(1, self.hidden_size), nn.Linear(self.hidden_size, 1)
        weights = [*layer.parameters(), *head.parameters()]
        optimizer = torch.optim.Adam(weights, lr=self.lr)
        x, target = self.bits(self.series, self.lanes)
        state = None
        for now, wanted in list(zip(x.split(self.chunk), target.split(self.chunk), strict=True))[:steps]:
            output, h_n = layer(now, state)
            step(functional.binary_cross_entropy_with_logits(head(output), wanted), optimizer, self.max_norm)
            state = h_n.detach() if self.carried else None
        x, target = self.bits(200, 64)
        with torch.no_grad():
            right = (head(layer(x)[0]) > 0) == (target > 0.5)
        yield right[self.lag :].float().mean().item(), None

    def bits(self, length: int, lanes: int) -> tuple[Tensor, Tensor]:
        """Bits as -1 and 1, and the bit of `lag` steps ago as 0 and 1, (T, B, 1) each."""
        drawn = torch.randint(0, 2, (length + self.lag, lanes, 1)).float()
        return 2 * drawn[self.lag :] - 1, drawn[:length]


@dataclass(frozen=True)
class Adding:
    """Add the two marked numbers of forty; an answer is right if it is off by less than 0.1."""

    max_norm: float | None
    seq_len: int = 40
    hidden_size: int = 32
    batch_size: int = 32
    steps: int = 1000
    lr: float = 0.003

    def train(self, steps: int | None) -> Iterator[tuple[float, float | None]]:
        layer, head = nn.RNN(2, self.hidden_size, nonlinearity="relu"), nn.Linear(self.hidden_size, 1)
        nn.init.eye_(layer.weight_hh_l0)
        optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], lr=self.lr)
        for _ in range(steps or self.steps):
            x, target = self.numbers(self.batch_size)
            step(functional.mse_loss(head(layer(x)[0][-1]), target), optimizer, self.max_norm)
        x, target = self.numbers(2000)
        with torch.no_grad():
            yield ((head(layer(x)[0][-1]) - target).abs() < 0.1).float().mean().item(), None

    def numbers(self, batch: int) -> tuple[Tensor, Tensor]:
        """Numbers and marks (T, B, 2), one mark in each half, and the sum of the marked numbers (B, 1)."""
        half = self.seq_len // 2
        value, mark = torch.rand(self.seq_len, batch), torch.zeros(self.seq_len, batch)
        for start in (0, half):
            mark[start + torch.randint(0, half, (batch,)), torch.arange(batch)] = 1.0
        return torch.stack([value, mark], -1), (value * mark).sum(0).unsqueeze(-1)


class Reader(nn.Module):
    """Two LSTM layers over the rows of a digit, with dropout between them and before the head."""

    def __init__(self, width: int, hidden_size: int, between: nn.Module) -> None:
        super().__init__()
        self.lower, self.upper = nn.LSTM(width, hidden_size), nn.LSTM(hidden_size, hidden_size)
        self.between = between
        self.head = nn.Linear(hidden_size, 10)

    def forward(self, images: Tensor) -> Tensor:
        output, _ = self.lower(images.transpose(0, 1))
        output, _ = self.upper(self.between(output))
        return self.head(self.between(output)[-1])


class Locked(nn.Module):
    """One mask per example for all steps: a Dropout1d, whose last axis is time."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.drop = nn.Dropout1d(p)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(x.permute(1, 2, 0)).permute(2, 0, 1)


@dataclass(frozen=True)
class FewDigits:
    """Read digits of 14 rows after training on two hundred."""

    dropout: float = 0.0
    locked: bool = False
    weight_decay: float = 0.0
    count: int = 200
    hidden_size: int = 64
    batch_size: int = 20
    epochs: int = 60
    every: int = 5
    lr: float = 0.005
    max_norm: float = 1.0

    def train(self, steps: int | None) -> Iterator[tuple[float, float | None]]:
        images, labels = small_digits(True, slice(self.count))
        between = Locked(self.dropout) if self.locked else nn.Dropout(self.dropout)
        model = Reader(images.shape[2], self.hidden_size, between)
        optimizer = torch.optim.AdamW(model.parameters(), lr=self.lr, weight_decay=self.weight_decay)
        aside = small_digits(False, slice(None, None, 5))
        for epoch in range(1, self.epochs + 1):
            for chosen in torch.randperm(self.count).split(self.batch_size)[:steps]:
                loss = functional.cross_entropy(model(images[chosen]), labels[chosen])
                step(loss, optimizer, self.max_norm)
            if epoch % self.every == 0:
                yield evaluate(model, [aside], accuracy), evaluate(model, [(images, labels)], accuracy)


def small_digits(train: bool, part: slice) -> tuple[Tensor, Tensor]:
    """Digits from -1 (paper) to 1 (ink), every square of four pixels averaged, (N, 14, 14); and their labels."""
    shipped = digits.load(train)
    return functional.avg_pool2d(shipped.data[part] / 127.5 - 1, 2), shipped.targets[part]


def step(loss: Tensor, optimizer: torch.optim.Optimizer, max_norm: float | None) -> None:
    """One step of training."""
    optimizer.zero_grad()
    loss.backward()
    if max_norm is not None:
        nn.utils.clip_grad_norm_(optimizer.param_groups[0]["params"], max_norm)
    optimizer.step()


CHUNKS, LAGS = (2, 4, 8, 16), (1, 3, 5)
NOT_CURED = FewDigits()
RECIPES: dict[str, tuple[Echo | Adding | FewDigits, int]] = {  # with the number of seeds
    **{
        f"echo of {lag}, chunks of {chunk}, {'carried' if carried else 'from zeros'}": (Echo(chunk, lag, carried), 2)
        for carried in (True, False)
        for lag in LAGS
        for chunk in CHUNKS
    },
    "adding, clipped": (Adding(1.0), 3),
    "adding, not clipped": (Adding(None), 3),
    "digits": (NOT_CURED, 3),
    "digits, dropout": (replace(NOT_CURED, dropout=0.3), 3),
    "digits, locked dropout": (replace(NOT_CURED, dropout=0.3, locked=True), 3),
    "digits, weight decay": (replace(NOT_CURED, weight_decay=0.3), 3),
}


def record(name: str, seed: int, quick: bool) -> Training:
    """Train one recipe from one seed."""
    torch.manual_seed(seed)
    training = Training(name, seed)
    start, processor_start = time.perf_counter(), time.process_time()
    for score, on_training in RECIPES[name][0].train(2 if quick else None):
        seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
        rounded = None if on_training is None else round(on_training, 4)
        training.epochs.append(Epoch(round(seconds, 2), round(processor_seconds, 2), round(score, 4), rounded))
        if quick:
            break
    return training


def main() -> None:
    """Record everything, one seed of each recipe after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=recordings.LONG)
    parser.add_argument("--quick", action="store_true", help="two steps of each recipe, one seed")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    now = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    recipes = {name: asdict(recipe) for name, (recipe, _) in RECIPES.items()}
    recording = Recording(now, machine(), torch.__version__, recipes)
    for seed in range(1 if arguments.quick else max(seeds for _, seeds in RECIPES.values())):
        for name, (_, seeds) in RECIPES.items():
            if seed < seeds:
                training = record(name, FIRST_SEED + seed, arguments.quick)
                recording.trainings.append(training)
                print(f"{name:45} seed {training.seed} {training.epochs[-1]}", flush=True)
                recording.write(arguments.output)


if __name__ == "__main__":
    main()

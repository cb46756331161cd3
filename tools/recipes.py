"""`python -m tools.recipes`: compares a well-known recipe for MNIST row by row with a modern one, on all digits.

All trainings run in small portions in one process on one thread. The next portion belongs to the training with the
least time so far, so that a busy machine slows all alike. Compare times of one recording only. The recording is
written after every epoch, so an interrupted run leaves a part of it. A run takes about half an hour of one processor;
`--quick` only shows that it works.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import itertools
import os
import platform
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from course_utils import digits, recordings
from course_utils.recordings import Epoch, Recording, Training
from course_utils.training import accuracy, evaluate, fit

Digits = tuple[Tensor, Tensor]
PORTION = 20  # batches


@dataclass(frozen=True)
class Recipe:
    """How to train: the model's size, the optimizer, and what is done to the digits."""

    num_layers: int = 1
    optimizer: str = "AdamW"
    lr: float = 0.005
    one_cycle: bool = True
    max_norm: float | None = 1.0
    batch_size: int = 64
    epochs: int = 2
    shift: int = 0  # every digit moves by at most this many pixels, up or down and to the left or right


WELL_KNOWN = Recipe(num_layers=2, optimizer="Adadelta", lr=0.1, one_cycle=False, max_norm=None, epochs=10)
MODERN = Recipe()
RECIPES = {
    "well-known": WELL_KNOWN,
    "modern": MODERN,
    "modern, long": replace(MODERN, epochs=16, shift=1),
    "modern, long, not shifted": replace(MODERN, epochs=16),
    "well-known, Adadelta at 1.0": replace(WELL_KNOWN, lr=1.0, epochs=2),
    "modern with Adadelta at 0.1": replace(MODERN, optimizer="Adadelta", lr=0.1, one_cycle=False, max_norm=None),
    "modern, constant rate": replace(MODERN, one_cycle=False),
    "modern, not clipped": replace(MODERN, max_norm=None),
    "modern, 2 layers": replace(MODERN, num_layers=2),
    "modern, batches of 256": replace(MODERN, batch_size=256),
    "modern, shifted": replace(MODERN, shift=1),
}
COMPARED = ("well-known", "modern", "modern, long")
SEEDS, FEWER_SEEDS = 3, 2


class RowClassifier(nn.Module):
    """An LSTM over the rows of a digit, and a Linear on its last step, as in lesson 06."""

    def __init__(self, num_layers: int) -> None:
        super().__init__()
        self.rnn = nn.LSTM(28, 100, num_layers)
        self.head = nn.Linear(100, 10)

    def forward(self, images: Tensor) -> Tensor:
        output, _ = self.rnn(digits.to_rows(images))
        return self.head(output[-1])


class Run:
    """One training that can be interrupted after every portion of batches."""

    def __init__(self, name: str, recipe: Recipe, seed: int, train: Digits, test: Digits) -> None:
        torch.manual_seed(seed)
        self.recipe, self.train, self.test = recipe, train, test
        self.training = Training(name, seed)
        self.seconds = self.processor_seconds = 0.0
        self.model = RowClassifier(recipe.num_layers)
        self.random = torch.Generator().manual_seed(seed)
        self.optimizer = getattr(torch.optim, recipe.optimizer)(self.model.parameters(), lr=recipe.lr)
        self.batches_per_epoch = -(-len(train[0]) // recipe.batch_size)
        steps = recipe.epochs * self.batches_per_epoch
        cycle = torch.optim.lr_scheduler.OneCycleLR
        self.scheduler = cycle(self.optimizer, recipe.lr, total_steps=steps) if recipe.one_cycle else None

    def portions(self) -> Iterator[int]:
        """Train on one portion of batches after the other, measure the time, and yield the number of batches."""
        for _ in range(self.recipe.epochs):
            batches = self.shuffled()
            while True:
                start, processor_start = time.perf_counter(), time.process_time()
                portion = list(itertools.islice(batches, PORTION))
                if not portion:
                    break
                loss, norm = nn.functional.cross_entropy, self.recipe.max_norm
                with contextlib.redirect_stdout(io.StringIO()):  # fit's progress bar would disturb this one
                    fit(self.model, portion, loss, self.optimizer, norm, self.scheduler)
                self.seconds += time.perf_counter() - start
                self.processor_seconds += time.process_time() - processor_start
                yield len(portion)
            score = evaluate(self.model, zip(*(part.split(1000) for part in self.test), strict=True), accuracy)
            self.training.epochs.append(
                Epoch(round(self.seconds, 2), round(self.processor_seconds, 2), round(score, 4))
            )

    def shuffled(self) -> Iterator[tuple[Tensor, Tensor]]:
        images, labels = self.train
        for chosen in torch.randperm(len(images), generator=self.random).split(self.recipe.batch_size):
            yield shifted(images[chosen], self.recipe.shift, self.random), labels[chosen]


def shifted(images: Tensor, most: int, random: torch.Generator) -> Tensor:
    """Move every image by a random number of pixels, at most `most`, up or down and to the left or right."""
    if not most:
        return images
    batch, height, width = images.shape
    down, right = torch.randint(0, 2 * most + 1, (2, batch, 1), generator=random)
    framed = nn.functional.pad(images, (most,) * 4, value=-1.0)  # -1 is the value of paper
    rows, columns = torch.arange(height) + down, torch.arange(width) + right
    return framed[torch.arange(batch)[:, None, None], rows[:, :, None], columns[:, None, :]]


def load(train: bool, most: int | None) -> Digits:
    """The digits as the well-known recipe takes them, from -1 (paper) to 1 (ink), and their labels."""
    shipped = digits.load(train)
    return (shipped.data[:most] / 255 - 0.5) / 0.5, shipped.targets[:most]


def record(recording: Recording, runs: list[Run], path: Path) -> None:
    """Train all runs side by side and write the recording after every epoch."""
    portions = {run: run.portions() for run in runs}
    total = sum(run.recipe.epochs * run.batches_per_epoch for run in runs)
    recording.trainings += [run.training for run in runs]
    with tqdm(total=total, unit="batch") as bar:
        while portions:
            run = min(portions, key=lambda run: run.processor_seconds)
            epochs = len(run.training.epochs)
            bar.update(next(portions[run], 0))
            if len(run.training.epochs) > epochs:
                bar.write(f"{run.training.recipe:28} seed {run.training.seed} {run.training.epochs[-1]}")
                recording.write(path)
            if len(run.training.epochs) == run.recipe.epochs:
                del portions[run]


def summary(recording: Recording) -> str:
    """How much sooner the modern recipe reaches 98.0 %, and its accuracy after the well-known recipe's whole time.

    The best seed of the well-known recipe is compared with the worst seed of the modern one.
    """
    old, quick, long = (recording.of(name) for name in COMPARED)
    slow, fast = min(run.seconds_to(0.98) for run in old), max(run.seconds_to(0.98) for run in quick)
    whole = min(run.epochs[-1].processor_seconds for run in old)
    within = [[e.accuracy for e in run.epochs if e.processor_seconds <= whole] for run in long]
    return (
        f"time to 98.0 %: well-known {slow:.0f} s, modern {fast:.0f} s: {slow / fast:.1f} times shorter\n"
        f"within the {whole:.0f} s of the well-known recipe the modern one ends with "
        + ", ".join(f"{shares[-1]:.2%}" for shares in within)
    )


def machine() -> str:
    """The processor's name, if the system tells it, and the number of processors."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.+)$", told.read_text(), re.MULTILINE) if told.exists() else []
    name = names[0] if names else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} processors, one of them used"


def main() -> None:
    """Record everything, and print the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=recordings.SHIPPED)
    parser.add_argument("--quick", action="store_true", help="few digits, one seed, no ablations")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # the same for all trainings; on a shared machine more threads are slower
    train, test = load(True, 320 if arguments.quick else None), load(False, 320 if arguments.quick else None)
    now = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    recording = Recording(now, machine(), torch.__version__, {name: asdict(recipe) for name, recipe in RECIPES.items()})

    def runs(names: list[str], seeds: range) -> list[Run]:
        return [Run(name, RECIPES[name], seed, train, test) for name in names for seed in seeds]

    if arguments.quick:
        record(recording, runs(list(COMPARED), range(1)), arguments.output)
    else:
        rest = [name for name in RECIPES if name not in COMPARED]
        record(recording, runs(list(COMPARED), range(SEEDS)), arguments.output)
        print(summary(recording))
        record(recording, runs(rest, range(FEWER_SEEDS)), arguments.output)
    print(summary(recording))


if __name__ == "__main__":
    main()

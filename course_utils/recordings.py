"""Trainings too long for a lesson, recorded once and shipped in `data`.

`python -m tools.recipes` recorded those of lesson 06 in `recipes.json`, `python -m tools.long_sequences` those of
lesson 07 in `long.json`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "recipes.json"
LONG = SHIPPED.with_name("long.json")


@dataclass(frozen=True)
class Epoch:
    """Where a training stood after an epoch: seconds and processor seconds of training, accuracy on new examples.

    on_training is the accuracy on the examples that it was trained on, if it was measured.
    """

    seconds: float
    processor_seconds: float
    accuracy: float
    on_training: float | None = None


@dataclass
class Training:
    """One training of a recipe: its random seed, and its epochs so far."""

    recipe: str
    seed: int
    epochs: list[Epoch] = field(default_factory=list)

    def seconds_to(self, accuracy: float) -> float:
        """Processor seconds until the first epoch that ended with this accuracy; infinity if none did."""
        return min((e.processor_seconds for e in self.epochs if e.accuracy >= accuracy), default=float("inf"))


@dataclass
class Recording:
    """Trainings of several recipes in one process, with the date, machine and torch version they ran on."""

    date: str
    machine: str
    torch: str
    recipes: dict[str, dict[str, Any]]
    trainings: list[Training] = field(default_factory=list)

    def of(self, recipe: str) -> list[Training]:
        """The trainings of one recipe, a training for each seed; raises KeyError for an unknown recipe."""
        self.recipes[recipe]
        return [training for training in self.trainings if training.recipe == recipe]

    def write(self, path: Path) -> None:
        """Write this recording as JSON that `read` reads."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")


def read(path: Path = SHIPPED) -> Recording:
    """Read a recording; without a path, that of lesson 06."""
    loaded = json.loads(path.read_text())
    trainings = [
        Training(each["recipe"], each["seed"], [Epoch(**epoch) for epoch in each["epochs"]])
        for each in loaded.pop("trainings")
    ]
    return Recording(**loaded, trainings=trainings)

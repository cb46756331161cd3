"""Trainings too long for a lesson, recorded once by `python -m tools.recipes` and shipped in `data/recipes.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "recipes.json"


@dataclass(frozen=True)
class Epoch:
    """Where a training stood after an epoch: seconds and processor seconds of training, accuracy on the test digits."""

    seconds: float
    processor_seconds: float
    accuracy: float


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
    """Read a recording; without a path, the one that the package ships."""
    loaded = json.loads(path.read_text())
    trainings = [
        Training(each["recipe"], each["seed"], [Epoch(**epoch) for epoch in each["epochs"]])
        for each in loaded.pop("trainings")
    ]
    return Recording(**loaded, trainings=trainings)

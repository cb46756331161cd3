"""Trainings too long for a lesson, recorded once by a tool and shipped in `data`.

`tools.recipes` recorded those of lesson 06 in `recipes.json`, `tools.long_sequences` those of lesson 07 in `long.json`,
`tools.text_race` those of lesson 08 in `text_race.json`, `tools.pixels` those of lesson 09 in `pixels.json`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "data" / "recipes.json"
LONG = SHIPPED.with_name("long.json")
PIXELS = SHIPPED.with_name("pixels.json")


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


SHIPPED_RACE = Path(__file__).parent / "data" / "text_race.json"


@dataclass(frozen=True)
class TextRun:
    """One training on text by processor seconds of one core: what it was given, where and when, and what it reached.

    A loss is a validation loss in nats per character. `curve` holds (processor seconds, loss), on the way from the
    first part of the validation text, in the end from all of it. `loss` is the last of them, each character predicted
    from all that the model can use. `cold_loss` is from windows of 64 characters before which nothing is known.
    """

    model: str
    seed: int
    setting: dict[str, Any]
    budget: float  # processor seconds
    date: str
    machine: str
    torch: str
    parameters: int
    steps: int
    characters: int  # seen in training
    processor_seconds: float
    seconds: float
    curve: list[list[float]]
    loss: float
    cold_loss: float
    sample: str


@dataclass
class Race:
    """Recurrent networks and a Transformer on one text: short trials of settings, and the runs with the best of them.

    The trials are made on a part of the training text, so their losses are not those of the runs.
    """

    trials: list[TextRun] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)

    def of(self, model: str) -> list[TextRun]:
        """The runs of one model, a run for each seed."""
        return [run for run in self.runs if run.model == model]

    def write(self, path: Path) -> None:
        """Write this recording as JSON that `read_race` reads."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_race(path: Path = SHIPPED_RACE) -> Race:
    """Read a recording of trainings on text; without a path, the one that the package ships."""
    loaded = json.loads(path.read_text())
    return Race(*([TextRun(**run) for run in loaded[part]] for part in ("trials", "runs")))


@dataclass(frozen=True)
class Mark:
    """Where a training stood: processor seconds, steps and digits of training so far, accuracy on test digits."""

    processor_seconds: float
    steps: int
    digits: int
    accuracy: float


@dataclass(frozen=True)
class Rate:
    """A short trial of a learning rate: its loss on training digits kept aside, after so many processor seconds."""

    network: str
    lr: float
    budget: float
    loss: float


@dataclass(frozen=True)
class PixelTraining:
    """One training on digits pixel by pixel: network, seed, budget of processor seconds, and where it ran."""

    network: str
    seed: int
    budget: float
    lr: float
    date: str
    machine: str
    torch: str
    marks: list[Mark]


@dataclass
class PixelRecording:
    """Trainings on digits pixel by pixel, made by `python -m tools.pixels`: the networks, the rates tried, the runs."""

    networks: dict[str, dict[str, Any]]
    rates: list[Rate] = field(default_factory=list)
    trainings: list[PixelTraining] = field(default_factory=list)

    def of(self, network: str, budget: float) -> list[PixelTraining]:
        """The trainings of one network with this budget, by seed; raises KeyError for an unknown network."""
        self.networks[network]
        found = [each for each in self.trainings if (each.network, each.budget) == (network, budget)]
        return sorted(found, key=lambda each: each.seed)

    def lr(self, network: str, budget: float) -> float:
        """The learning rate with the least loss in trials of this budget; raises ValueError if there was no trial."""
        return min((each.loss, each.lr) for each in self.rates if (each.network, each.budget) == (network, budget))[1]

    def write(self, path: Path) -> None:
        """Write this recording as JSON that `read_pixels` reads, whole or not at all."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1) + "\n")
        fresh.replace(path)


def read_pixels(path: Path = PIXELS) -> PixelRecording:
    """Read a recording of trainings pixel by pixel; without a path, the one that the package ships."""
    loaded = json.loads(path.read_text())
    trainings = [
        PixelTraining(**{**each, "marks": [Mark(**mark) for mark in each["marks"]]}) for each in loaded["trainings"]
    ]
    return PixelRecording(loaded["networks"], [Rate(**each) for each in loaded["rates"]], trainings)

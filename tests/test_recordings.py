"""The shipped recordings, and how recordings are read and written."""

import dataclasses
import itertools

import pytest

from course_utils import recordings
from course_utils.recordings import Epoch, Mark, PixelRecording, PixelTraining, Rate, Recording, Training
from tools import pixels
from tools.long_sequences import RECIPES as LONG_RECIPES
from tools.long_sequences import Echo, FewDigits
from tools.recipes import COMPARED, RECIPES

CURES = (", dropout", ", locked dropout", ", weight decay")


def training(recipe, *accuracies, seed=0):
    return Training(recipe, seed, [Epoch(20.0 * k, 10.0 * k, share) for k, share in enumerate(accuracies, start=1)])


def test_seconds_to_is_the_end_of_the_first_epoch_that_got_there():
    run = training("any", 0.5, 0.98, 0.97, 0.99)
    assert run.seconds_to(0.98) == 20.0
    assert run.seconds_to(0.985) == 40.0
    assert run.seconds_to(0.995) == float("inf")


def test_written_and_read_it_is_the_same(tmp_path):
    written = Recording(
        "2001-02-03", "a machine", "2.13.0", {"any": {"epochs": 2}}, [training("any", 0.1, 0.2, seed=4)]
    )
    written.write(tmp_path / "recording.json")
    assert recordings.read(tmp_path / "recording.json") == written
    assert written.of("any") == written.trainings
    with pytest.raises(KeyError):
        written.of("another")


def test_the_shipped_recording_is_of_the_recipes_as_they_are_now():
    recording = recordings.read()
    assert recording.recipes == {name: dataclasses.asdict(recipe) for name, recipe in RECIPES.items()}
    for name, recipe in RECIPES.items():
        runs = recording.of(name)
        assert len({run.seed for run in runs}) == len(runs) >= (3 if name in COMPARED else 2)
        for run in runs:
            assert len(run.epochs) == recipe.epochs
            clock = [epoch.processor_seconds for epoch in run.epochs]
            assert all(one < other for one, other in itertools.pairwise(clock))


def test_the_shipped_recording_says_what_the_lesson_claims():
    old, quick, long = (recordings.read().of(name) for name in COMPARED)
    assert min(run.seconds_to(0.98) for run in old) >= 6 * max(run.seconds_to(0.98) for run in quick)
    whole = min(run.epochs[-1].processor_seconds for run in old)
    assert all(run.epochs[-1].processor_seconds <= whole and run.epochs[-1].accuracy >= 0.989 for run in long)


def test_the_shipped_recording_says_what_the_lesson_reads_from_its_table():
    recording = recordings.read()
    after_two = {name: [run.epochs[1].accuracy for run in recording.of(name)] for name in recording.recipes}
    base, old = after_two["modern"], after_two["well-known"]
    assert max(after_two["modern with Adadelta at 0.1"]) < min(base) - 0.06
    assert min(after_two["well-known, Adadelta at 1.0"]) > max(old) + 0.03
    assert max(after_two["modern, constant rate"]) < min(base) - 0.003
    assert all(0 < share - max(base) < 0.01 for share in after_two["modern, 2 layers"])
    for name in ("modern, not clipped", "modern, shifted"):
        assert all(abs(share - sum(base) / len(base)) < 0.004 for share in after_two[name])
    seconds = {name: [run.epochs[1].processor_seconds for run in recording.of(name)] for name in recording.recipes}
    assert min(seconds["modern, 2 layers"]) > 1.8 * max(seconds["modern"])
    assert min(seconds["modern, batches of 256"]) > max(seconds["modern"])
    long, unmoved = (
        [run.epochs[-1].accuracy for run in recording.of(name)]
        for name in ("modern, long", "modern, long, not shifted")
    )
    assert 0.0005 < sum(long) / len(long) - sum(unmoved) / len(unmoved) < 0.0015


def test_the_recording_of_lesson_07_is_of_its_recipes_as_they_are_now():
    recording = recordings.read(recordings.LONG)
    assert recording.recipes == {name: dataclasses.asdict(recipe) for name, (recipe, _) in LONG_RECIPES.items()}
    for name, (recipe, seeds) in LONG_RECIPES.items():
        runs = recording.of(name)
        assert len({run.seed for run in runs}) == len(runs) == seeds
        epochs = recipe.epochs // recipe.every if isinstance(recipe, FewDigits) else 1
        assert {len(run.epochs) for run in runs} == {epochs}


def test_the_recording_of_lesson_07_says_what_the_lesson_reads_from_it():
    recording = recordings.read(recordings.LONG)
    ends = {name: [run.epochs[-1].accuracy for run in recording.of(name)] for name in recording.recipes}
    for name, (recipe, _) in LONG_RECIPES.items():
        if isinstance(recipe, Echo) and recipe.carried:  # a sharp border
            assert (min(ends[name]) > 0.95) == (max(ends[name]) > 0.6) == (recipe.chunk > recipe.lag)
        elif isinstance(recipe, Echo) and recipe.chunk <= recipe.lag:
            assert max(ends[name]) < 0.6
    assert max(ends["echo of 5, chunks of 8, from zeros"]) < 0.6
    assert min(ends["echo of 5, chunks of 16, from zeros"]) > 0.95
    assert max(ends["adding, not clipped"]) < 0.25
    assert min(ends["adding, clipped"]) > 0.25
    plain, dropout, locked, decay = (ends[f"digits{cure}"] for cure in ("", *CURES))
    ahead = [b - a for a, b in zip(plain, dropout, strict=True)]
    assert min(ahead) > 0
    assert 0.005 < sum(ahead) / 3 < 0.015
    for other in (locked, decay):
        assert len({b > a for a, b in zip(plain, other, strict=True)}) == 2
    assert max(plain) - min(plain) > 0.03


def pixel_training(network, seed, share, budget=60.0):
    marks = [Mark(budget / 2, 10, 320, share / 2), Mark(budget, 20, 640, share)]
    return PixelTraining(network, seed, budget, 0.01, "2001-02-03", "a machine", "2.13.0", marks)


def test_a_pixel_recording_is_read_as_it_was_written(tmp_path):
    rates = [Rate("minGRU", lr, 5.0, loss) for lr, loss in ((0.001, 2.0), (0.01, 1.5), (0.003, 1.7))]
    runs = [pixel_training("minGRU", 1, 0.8), pixel_training("minGRU", 0, 0.9), pixel_training("minGRU", 0, 0.95, 120)]
    written = PixelRecording({"minGRU": {"num_layers": 3}}, rates, runs)
    written.write(tmp_path / "pixels.json")
    assert recordings.read_pixels(tmp_path / "pixels.json") == written
    assert [path.name for path in tmp_path.iterdir()] == ["pixels.json"]
    assert [run.seed for run in written.of("minGRU", 60.0)] == [0, 1]
    assert written.lr("minGRU", 5.0) == 0.01
    with pytest.raises(KeyError):
        written.of("another", 60.0)
    with pytest.raises(ValueError, match="empty"):
        written.lr("minGRU", 6.0)


def test_the_shipped_pixel_recording_is_of_the_networks_as_they_are_now():
    recording = recordings.read_pixels()
    assert recording.networks == {
        name: {**dataclasses.asdict(network), "parameters": pixels.parameters(name)}
        for name, network in pixels.NETWORKS.items()
    }
    budget = max(run.budget for run in recording.trainings)
    for name in pixels.NETWORKS:
        runs = recording.of(name, budget)
        assert runs, name
        assert len({(run.lr, run.machine, run.torch) for run in runs}) == 1
        for run in runs:
            assert len(run.marks) == pixels.MARKS
            assert run.marks[-1].processor_seconds >= budget
            assert all(one.steps < other.steps for one, other in itertools.pairwise(run.marks))

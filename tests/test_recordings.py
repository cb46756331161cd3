"""The shipped recording of the two recipes, and the script that makes it."""

import dataclasses
import itertools
import json
import subprocess
import sys

import pytest
import torch

from course_utils import recordings
from course_utils.recordings import Epoch, Recording, Training
from tools.notebooks import ROOT
from tools.recipes import COMPARED, RECIPES, machine, shifted, summary


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


def test_summary_sets_the_luckiest_against_the_unluckiest():
    runs = [
        training("well-known", 0.9, 0.9, 0.98),
        training("well-known", 0.9, 0.9, 0.9, 0.98),
        training("modern", 0.98),
        training("modern", 0.9, 0.98),
        training("modern, long", 0.98, 0.99, 0.991, 0.999),
    ]
    said = summary(Recording("", "", "", {name: {} for name in COMPARED}, runs))
    assert "well-known 30 s, modern 20 s: 1.5 times shorter" in said
    assert said.endswith("99.10%")


def test_shifted_moves_whole_digits_and_leaves_paper_behind():
    images = torch.full((200, 5, 4), -1.0)
    images[:, 2, 1] = 1.0
    moved = shifted(images, 1, torch.Generator().manual_seed(0))
    assert moved.shape == images.shape
    assert (moved == 1).flatten(1).sum(1).tolist() == [1] * 200
    places = {tuple(place[1:]) for place in (moved == 1).nonzero().tolist()}
    assert places == {(row, column) for row in (1, 2, 3) for column in (0, 1, 2)}
    assert shifted(images, 0, torch.Generator()) is images


def test_the_machine_has_a_name():
    assert "processors" in machine()


@pytest.mark.slow
def test_the_script_runs_and_writes_a_recording(tmp_path):
    output = tmp_path / "recipes.json"
    command = [sys.executable, "-m", "tools.recipes", "--quick", "--output", output]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "times shorter" in done.stdout
    written = recordings.read(output)
    assert [len(run.epochs) for run in written.trainings] == [RECIPES[name].epochs for name in COMPARED]
    assert json.loads(output.read_text())["torch"]

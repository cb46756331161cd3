"""The script that records the two recipes."""

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

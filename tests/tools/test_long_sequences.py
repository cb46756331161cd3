"""The script that records the trainings of lesson 07."""

import subprocess
import sys

import pytest
import torch

from course_utils import recordings
from tools.long_sequences import FIRST_SEED, RECIPES, Adding, Echo, Locked
from tools.notebooks import ROOT


def test_the_echo_is_the_bit_of_so_many_steps_ago():
    x, target = Echo(chunk=4, lag=3, carried=True).bits(20, 5)
    assert x.shape == target.shape == (20, 5, 1)
    assert torch.equal((x[:-3] + 1) / 2, target[3:])


def test_the_sum_is_of_the_two_marked_numbers():
    x, target = Adding(None).numbers(6)
    assert x[:20, :, 1].sum(0).tolist() == x[20:, :, 1].sum(0).tolist() == [1] * 6
    torch.testing.assert_close((x[..., 0] * x[..., 1]).sum(0), target[:, 0])


def test_locked_dropout_has_one_mask_for_all_steps():
    torch.manual_seed(0)
    dropped = Locked(0.5)(torch.ones(7, 3, 40))
    assert torch.equal(dropped, dropped[:1].expand_as(dropped))
    assert not torch.equal(dropped[:, 0], dropped[:, 1])
    assert torch.equal(Locked(0.5).eval()(torch.ones(7, 3, 40)), torch.ones(7, 3, 40))


@pytest.mark.slow
def test_the_script_runs_and_writes_a_recording(tmp_path):
    output = tmp_path / "long.json"
    command = [sys.executable, "-m", "tools.long_sequences", "--quick", "--output", output]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    written = recordings.read(output)
    assert [run.recipe for run in written.trainings] == list(RECIPES)
    assert {run.seed for run in written.trainings} == {FIRST_SEED}

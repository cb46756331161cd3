"""The tool that trains networks on digits pixel by pixel for the same processor seconds."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from course_utils import recordings
from course_utils.scans import MinGRU
from tools.notebooks import ROOT
from tools.pixels import LONGEST, MARKS, NETWORKS, RATES, PixelReader, parameters, start_keeping, to_pixels


def test_pixels_come_row_by_row():
    images = torch.arange(2 * 28 * 28).reshape(2, 28, 28)
    pixels = to_pixels(images)
    assert pixels.shape == (784, 2, 1)
    assert torch.equal((pixels[28 + 3, :, 0] * 255).round(), images[:, 1, 3].float())


def test_the_networks_are_about_as_large():
    counts = [parameters(name) for name in NETWORKS]
    assert max(counts) < 1.1 * min(counts)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_reads_digits(name):
    assert PixelReader(NETWORKS[name])(torch.rand(30, 2, 1)).shape == (2, 10)


@pytest.mark.parametrize(
    "layer", [nn.LSTM(1, 200), nn.GRU(1, 200), MinGRU(1, 200)], ids=lambda layer: type(layer).__name__
)
def test_gates_start_so_that_units_keep_for_different_times(layer):
    start_keeping(layer)
    of_minimal = isinstance(layer, MinGRU)
    bias = layer.bias_ih[:200] if of_minimal else layer.bias_ih_l0[200:400] + layer.bias_hh_l0[200:400]
    kept = bias.exp()
    assert kept.min() >= 0.999
    assert kept.max() <= LONGEST
    assert kept.max() > 10 * kept.min()
    if isinstance(layer, nn.LSTM):
        assert torch.equal(layer.bias_ih_l0[:200] + layer.bias_hh_l0[:200], -bias)


def test_a_plain_rnn_starts_from_the_identity():
    layer = nn.RNN(1, 5)
    start_keeping(layer)
    assert torch.equal(layer.weight_hh_l0, torch.eye(5))
    assert not torch.cat([layer.bias_ih_l0, layer.bias_hh_l0]).any()


@pytest.mark.slow
def test_it_records_and_goes_on_where_it_stopped(tmp_path):
    output = tmp_path / "pixels.json"
    command = [sys.executable, "-m", "tools.pixels", "--seconds", "0.5", "--trial", "0.1"]
    command += ["--networks", "minGRU", "--output", output]
    first = subprocess.run([*command, "--seeds", "0"], cwd=ROOT, capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("Rate(") == len(RATES)
    again = subprocess.run([*command, "--seeds", "0", "1"], cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert "Rate(" not in again.stdout
    assert "seed 0" not in again.stdout
    written = recordings.read_pixels(output)
    assert [run.seed for run in written.of("minGRU", 0.5)] == [0, 1]
    for run in written.trainings:
        assert 1 <= len(run.marks) <= MARKS
        assert run.marks[-1].processor_seconds >= 0.5
        assert run.lr == written.lr("minGRU", 0.1)

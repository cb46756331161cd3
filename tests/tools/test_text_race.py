"""The tool that lets text models race, and the recording that it made."""

import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from course_utils import recordings
from course_utils.recordings import Race, TextRun
from tools.notebooks import ROOT
from tools.text_race import (
    FIRST,
    SIZES,
    Recurrent,
    Setting,
    Transformer,
    best_setting,
    built,
    chunks,
    sampled,
    search,
    share_of_rate,
    validate,
    validate_cold,
)

RUN = TextRun(
    "GRU", 0, {}, 1.0, "2001-02-03", "a machine", "2.13.0", 9, 8, 7, 1.5, 2.5, [[1.0, 2.0]], 2.0, 2.1, "to be"
)
SMALL = Setting(16, 1, 0.01, 4, 8)


def test_written_and_read_it_is_the_same(tmp_path):
    race = Race([RUN], [replace(RUN, seed=1), replace(RUN, model="LSTM")])
    race.write(tmp_path / "race.json")
    assert recordings.read_race(tmp_path / "race.json") == race
    assert race.of("GRU") == [replace(RUN, seed=1)]


@pytest.mark.parametrize("model", FIRST)
def test_the_search_has_as_many_trials_for_each_and_ends_with_the_best(model):
    losses = {}
    while (setting := search(model, losses)) is not None:
        assert setting not in losses
        losses[setting] = abs(setting.width - 192) + abs(setting.lr - 2 * FIRST[model].lr) + setting.batch
    assert len(losses) == 6
    assert len({(setting.width, setting.num_layers) for setting in losses}) == 1 + len(SIZES[model])
    best = min(losses, key=losses.get)
    assert (best.width, best.lr, best.batch) == (192, 2 * FIRST[model].lr, FIRST[model].batch // 2)


def test_the_best_setting_is_the_one_with_the_least_loss():
    settings = [vars(replace(SMALL, lr=lr)) for lr in (0.1, 0.2, 0.3)]
    trials = [replace(RUN, setting=each, loss=loss) for each, loss in zip(settings, (2.0, 1.0, 3.0), strict=True)]
    assert best_setting("GRU", trials) == replace(SMALL, lr=0.2)
    assert best_setting("LSTM", trials) == FIRST["LSTM"]


def test_the_rate_rises_and_falls_to_nothing():
    shares = [share_of_rate(done / 100) for done in range(101)]
    assert shares[0] == 0
    assert max(shares) > 0.99
    assert shares[100] == pytest.approx(0, abs=1e-9)
    top = shares.index(max(shares))
    assert shares[:top] == sorted(shares[:top])
    assert shares[top:] == sorted(shares[top:], reverse=True)


def test_a_state_is_carried_in_lanes_and_windows_are_drawn_anew():
    ids, random = torch.arange(400), torch.Generator().manual_seed(0)
    lanes = chunks(built("GRU", 400, SMALL), ids, SMALL, random)
    one, other = next(lanes), next(lanes)
    assert (one[1], other[1]) == (False, True)
    assert torch.equal(one[0][-1], other[0][0])
    windows = chunks(built("Transformer", 400, SMALL), ids, SMALL, random)
    window, goes_on = next(windows)
    assert window.shape == (9, 4)
    assert not goes_on
    assert (window[1:] == window[:-1] + 1).all()


@pytest.mark.parametrize("model", FIRST)
def test_the_loss_of_a_model_that_knows_nothing_is_that_of_a_guess(model):
    made = built(model, 65, SMALL if model != "Transformer" else replace(SMALL, seq_len=64))
    for parameter in made.head.parameters():
        torch.nn.init.zeros_(parameter)
    ids = torch.randint(65, (5000,), generator=torch.Generator().manual_seed(0))
    guess = torch.tensor(65.0).log().item()
    assert validate(made, ids, replace(SMALL, seq_len=64)) == pytest.approx(guess, abs=1e-4)
    assert validate_cold(made, ids) == pytest.approx(guess, abs=1e-4)
    assert made.training


def test_a_transformer_sees_nothing_that_comes_later_and_no_more_than_its_context():
    torch.manual_seed(0)
    transformer, ids = Transformer(9, 16, 2, 8), torch.randint(9, (8, 3))
    changed = ids.clone()
    changed[5] = (ids[5] + 1) % 9
    one, other = transformer(ids)[0], transformer(changed)[0]
    torch.testing.assert_close(one[:5], other[:5])
    assert (one[5:] - other[5:]).abs().amax((1, 2)).min() > 1e-5
    with pytest.raises(RuntimeError):
        transformer(torch.zeros(9, 3, dtype=torch.int64))


@pytest.mark.parametrize("model", ["GRU", "LSTM", "Transformer"])
def test_a_sample_goes_on_from_its_prompt(model):
    made = built(model, 9, SMALL)
    assert isinstance(made, Transformer if model == "Transformer" else Recurrent)
    written = sampled(made, SMALL, torch.tensor([1, 2]), 20, torch.Generator().manual_seed(0))
    assert written.shape == (20,)
    assert set(written.tolist()) <= set(range(9))


def test_the_shipped_recording_has_the_search_that_the_lesson_tells_of():
    race = recordings.read_race()
    for model in FIRST:
        trials = [trial for trial in race.trials if trial.model == model]
        assert search(model, {Setting(**trial.setting): trial.loss for trial in trials}) is None
        assert len(trials) == 6
        assert {trial.budget for trial in trials} == {40.0}
        for run in race.of(model):
            assert Setting(**run.setting) == best_setting(model, race.trials)
            assert run.budget <= run.processor_seconds < 1.1 * run.budget
            assert run.curve[-1][1] == run.loss


@pytest.mark.slow
def test_the_tool_goes_on_with_what_is_missing(tmp_path):
    output = tmp_path / "race.json"
    command = [sys.executable, "-m", "tools.text_race", "--output", output, "--seconds", "1", "--models", "GRU"]
    for seeds in (["0"], ["0", "1"]):
        done = subprocess.run([*command, "--seeds", *seeds], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("GRU") == 1
    assert [run.seed for run in recordings.read_race(output).runs] == [0, 1]

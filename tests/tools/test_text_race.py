"""The tool that lets text models race, and the recording that it made."""

import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from course_utils import recordings
from course_utils.recordings import Race, TextRun
from tools.notebooks import ROOT, read
from tools.text_race import (
    FIRST,
    SECONDS,
    SIZES,
    TRIAL_SECONDS,
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
    losses, (width, _) = {}, SIZES[model][1]
    while (setting := search(model, losses)) is not None:
        assert setting not in losses
        losses[setting] = abs(setting.width - width) + abs(setting.lr - 2 * FIRST[model].lr) + setting.batch
    assert len(losses) == 6
    assert len({(setting.width, setting.num_layers) for setting in losses}) == 1 + len(SIZES[model])
    best = min(losses, key=losses.get)
    assert (best.width, best.lr, best.batch) == (width, 2 * FIRST[model].lr, FIRST[model].batch // 2)


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
        torch.nn.init.zeros_(parameter)  # every score is 0
    ids = torch.randint(65, (5000,), generator=torch.Generator().manual_seed(0))
    guess = torch.tensor(65.0).log().item()
    assert validate(made, ids, replace(SMALL, seq_len=64)) == pytest.approx(guess, abs=1e-4)
    assert validate_cold(made, ids) == pytest.approx(guess, abs=1e-4)
    assert made.training


def test_the_transformer_is_the_one_that_the_lesson_builds():
    cells = {cell.id: cell.source for cell in read(ROOT / "notebooks" / "08_text.ipynb").cells}
    names = {"nn": torch.nn, "V": 9}
    exec(cells["text-block"] + "\n" + cells["text-transformer"], names)
    theirs, ours = names["Transformer"](16, 2, 8), Transformer(9, 16, 2, 8)
    theirs.load_state_dict(ours.state_dict())
    ids = torch.randint(9, (8, 3))
    torch.testing.assert_close(theirs(ids)[0], ours(ids)[0])


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


@pytest.mark.parametrize("model", FIRST)
def test_the_shipped_trials_are_those_of_the_search_and_the_runs_have_the_best_setting(model):
    race, losses = recordings.read_race(), {}
    for trial in race.trials:
        if trial.model == model:
            assert Setting(**trial.setting) == search(model, losses)
            assert trial.budget == TRIAL_SECONDS
            losses[Setting(**trial.setting)] = trial.loss
    runs = race.of(model)
    assert len({run.seed for run in runs}) == len(runs)
    assert not runs or search(model, losses) is None
    for run in runs:
        assert Setting(**run.setting) == best_setting(model, race.trials)
        assert run.budget == SECONDS <= run.processor_seconds < 1.1 * SECONDS
        assert run.curve[-1] == [pytest.approx(run.processor_seconds, abs=0.1), run.loss]


@pytest.mark.slow
def test_the_tool_goes_on_with_what_is_missing(tmp_path):
    output = tmp_path / "race.json"
    command = [sys.executable, "-m", "tools.text_race", "--output", output, "--seconds", "1", "--models", "GRU"]
    for seeds in (["0"], ["0", "1"]):
        done = subprocess.run([*command, "--seeds", *seeds], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("GRU") == 1
    assert [run.seed for run in recordings.read_race(output).runs] == [0, 1]

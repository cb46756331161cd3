"""The check engine: what it says of every kind of bad answer, and what it never does."""

import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import check, checks, digits
from course_utils.checks import CheckFailed, UnknownExercise, Verdict, exercises, find, judge, progress
from course_utils.checks.engine.exercise import Exercise, Random, Slip, Trial, trials
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.progress import Checked, Progress
from course_utils.checks.learner.answer import LocalAnswer
from course_utils.checks.learner.uses import USES
from course_utils.checks.learner.values import Foreign, Layer, describe, equal, tensors, to_object, to_value
from course_utils.recurrence import gru_paper_step, weights_of

SPLIT = "lstm/split-gates"
SQUARE = {(SPLIT, "weight"), ("rnn/step", "weight_hh"), ("rnn/forward", "weight_hh")}  # by nature, or now and then


def right(weight):
    return dict(zip("ifgo", weight.chunk(4), strict=True))


def verdict_on(answer: object, exercise: str = SPLIT) -> Verdict:
    with pytest.raises(CheckFailed) as failed:
        check(exercise, answer)
    return failed.value.verdict


def divides_by_zero(weight):
    return 1 / 0


def prints_a_novel(weight):
    print("It was the best of times, it was the worst of times. " * 2000)
    return right(weight)


def prints_instead(weight):
    print(right(weight))


class AlwaysEqual:
    def __eq__(self, _other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("answer", "rung", "slip", "words"),
    [
        (None, "defined", "missing", "the answer is missing"),
        (..., "defined", "missing", "the answer is missing"),
        (3, "callable", "first-line-changed", "must be a function; it is of type int"),
        (lambda: None, "callable", "first-line-changed", "must take (weight); yours takes ()"),
        (divides_by_zero, "raises", "", "raised ZeroDivisionError in line"),
        (lambda weight: sys.exit(), "raises", "", "raised SystemExit"),
        (lambda weight: None, "kind", "returns-none", "it is None"),
        (prints_instead, "kind", "returns-none", "printing is not returning"),
        (lambda weight: weight, "kind", "", "it is a tensor"),
        (lambda weight: AlwaysEqual(), "kind", "", "AlwaysEqual"),
        (lambda weight: {g: AlwaysEqual() for g in "ifgo"}, "kind", "", "'i' must be a tensor"),
        (lambda weight: {g: b.numpy() for g, b in right(weight).items()}, "kind", "returns-numpy", "numpy.ndarray"),
        (lambda weight: {g: b[:, :1] for g, b in right(weight).items()}, "shape", "", "be (hidden_size, columns)"),
        (lambda weight: {g: b.double() for g, b in right(weight).items()}, "dtype", "wrong-dtype", "float64"),
        (lambda weight: {g: b * math.nan for g, b in right(weight).items()}, "finite", "not-finite", "NaN or infinity"),
        (lambda weight: {g: b / 0 for g, b in right(weight).items()}, "finite", "not-finite", "NaN or infinity"),
        (lambda weight: {g: b + 1 for g, b in right(weight).items()}, "values", "", "the right shape and other values"),
        (lambda weight: right(weight.clone()) if weight.zero_() is None else right(weight), "values", "", ""),
        (lambda weight: right(weight.detach()), "gradient", "detached", "no gradient flows"),
        (lambda w: {g: torch.tensor(b.numpy()) for g, b in right(w).items()}, "gradient", "detached", "numpy()"),
    ],
)  # fmt: skip
def test_one_clear_sentence_each(answer, rung, slip, words) -> None:
    verdict = verdict_on(answer)
    assert (verdict.rung, verdict.slip) == (rung, slip), verdict.as_text()
    assert words in verdict.message
    assert "\n" not in verdict.sentence()
    assert verdict.points == 0
    assert not verdict.passed
    assert verdict.suggestion


def test_changed_input_is_named() -> None:
    def changes(weight):
        blocks = {gate: block.clone() for gate, block in right(weight).items()}
        weight.zero_()
        return blocks

    verdict = verdict_on(changes)
    assert (verdict.rung, verdict.slip) == ("inputs", "input-changed")
    assert "`weight`" in verdict.message


def test_a_right_answer_that_prints_passes_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    check(SPLIT, prints_a_novel)
    printed = capsys.readouterr()
    assert "best of times" not in printed.out + printed.err
    assert "106,001 characters" not in printed.err
    assert len(printed.out.splitlines()) == 1
    assert "characters, which a check does not read" in printed.out


def test_an_edge_says_which() -> None:
    def squeezes(x, state, *weights):
        h, c = find("lstm/step").oracle(x, state, *weights)
        return h.squeeze(), c.squeeze()

    verdict = verdict_on(squeezes, "lstm/step")
    assert verdict.rung == "edges"
    assert "a batch of one example (batch = 1)" in verdict.message


def test_the_line_of_the_error_is_the_learners(tmp_path) -> None:
    file = tmp_path / "cell.py"
    file.write_text("def split_gates(weight):\n    rows = weight.shape[0]\n    return weight.chunks(4)\n")
    namespace: dict[str, object] = {}
    exec(compile(file.read_text(), file, "exec"), namespace)
    verdict = verdict_on(namespace["split_gates"])
    assert "AttributeError in line 3: return weight.chunks(4)" in verdict.message
    assert "chunks" in verdict.got


def test_unknown_exercise_names_the_nearest() -> None:
    with pytest.raises(UnknownExercise, match="'lstm/split-gates'") as unknown:
        check("lstm/split-gate", right)
    assert unknown.value._render_traceback_() == [f"UnknownExercise: {unknown.value}"]
    with pytest.raises(UnknownExercise):
        check("lstm", right)


def test_the_error_repeats_the_sentence_only_where_the_verdict_is_not_shown(monkeypatch) -> None:
    with pytest.raises(CheckFailed, match="the answer is missing") as failed:
        check(SPLIT, None)
    assert failed.value._render_traceback_() == ["CheckFailed: this answer is not right yet."]
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")  # nbgrader sets it while Validate runs a notebook
    lines = failed.value._render_traceback_()
    assert " ".join(lines) == f"CheckFailed: {failed.value}"
    assert max(map(len, lines)) <= 90


def test_answer_is_looked_up_by_name() -> None:
    script = "from course_utils import check\nimport torch\n{}\ncheck('lstm/split-gates')\n"
    code = "def {}(weight): return dict(zip('ifgo', weight.chunk(4)))"
    for name, says in (("split_gates", "✓"), ("split_gate", "there is a `split_gate`: is that the one?")):
        done = subprocess.run(
            [sys.executable, "-c", script.format(code.format(name))], capture_output=True, text=True, check=False
        )
        assert says in done.stdout, done


def test_verdicts_never_tell_an_expected_number() -> None:
    """No number of the right answer, beyond shapes, in any message about a wrong one."""
    exercise = find("lstm/why-400x100")
    verdict = verdict_on(lambda shape, size: ("GRU", 7, exercise.oracle(shape, size)[2]), exercise.id)
    assert "LSTM" not in verdict.as_text().replace("lstm", "")
    step = find("lstm/step")
    truth = step.oracle(**next(step.trials(Random(torch.Generator().manual_seed(0)))).arguments)[0]
    told = verdict_on(lambda x, state, *weights: (state[0] * 0, state[1]), step.id).as_text()
    assert not [number for number in truth.flatten().tolist() if f"{number:.2f}".lstrip("-") in told]


def test_verdict_renders_as_data_text_and_html() -> None:
    verdict = verdict_on(lambda weight: {"i": "<script>alert(1)</script>"})
    data = verdict.as_json()
    assert data["name"] == SPLIT
    assert {"passed", "points", "rung", "message", "slip", "expected", "got"} <= data.keys()
    assert "<script>" not in verdict.as_html()
    assert verdict.as_text().startswith("✗ lstm/split-gates: ")
    assert len(verdict.as_text().splitlines()) <= 6
    passed = judge(find(SPLIT), find(SPLIT).local(right))
    assert passed.as_text() == "✓ lstm/split-gates: right, 1 of 1 point."
    assert "✓" in passed.as_html()


def test_checking_leaves_the_notebooks_random_numbers_alone() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    check(SPLIT, right)
    check("lstm/encoder-to-decoder", find("lstm/encoder-to-decoder").oracle)  # with layers, which draw their weights
    assert torch.equal(torch.rand(3), expected)


def test_no_grad_around_a_check_does_not_decide() -> None:
    with torch.no_grad():
        check(SPLIT, right)


def spoil(*arguments: object) -> None:
    with torch.no_grad():
        for tensor in tensors(list(arguments)):
            tensor.zero_()


@pytest.mark.parametrize("name", ["lstm/step", "lstm/encoder-to-decoder", "packing/last-step", "gru/paper-step"])
def test_an_answer_that_spoils_its_arguments_spoils_no_later_check(name: str) -> None:
    exercise = find(name)
    assert not judge(exercise, LocalAnswer(spoil), seed=11).passed
    assert judge(exercise, LocalAnswer(exercise.oracle), seed=11).passed


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.id)
def test_every_slip_is_diagnosed_as_itself_and_no_other(exercise: Exercise) -> None:
    assert len({slip.name for slip in exercise.slips}) == len(exercise.slips) >= 6

    def told(random: Random) -> Iterator[Trial]:
        """The trials with nothing kept from the answer: a slip goes by what is known, too."""
        return (replace(trial, arguments=trial.everything, known={}) for trial in exercise.trials(random))

    knowing = replace(exercise, trials=told)
    for seed in range(10):
        for slip in exercise.slips:
            verdict = judge(knowing, LocalAnswer(slip.wrong), seed)
            assert verdict.slip == slip.name, f"seed {seed}: {verdict.as_text()}"


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if not each.seconds], ids=lambda exercise: exercise.id
)
def test_trials_hide_nothing(exercise: Exercise) -> None:
    """Float32 throughout, several of them, edges included, and no two sizes alike but at an edge."""
    for seed in range(20):
        drawn = list(exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert len(drawn) >= 4
        assert any(trial.edge for trial in drawn)
        assert any("1)" in trial.edge for trial in drawn), "no edge of size one"
        for trial in drawn:
            plain = [value for value in trial.arguments.values() if type(value) is int]
            assert trial.edge or len(set(plain)) == len(plain)
            for name, value in trial.arguments.items():
                if isinstance(value, torch.Tensor):
                    assert value.dtype in (torch.float32, torch.int64)
                    if not trial.edge:
                        assert len(set(value.shape)) == value.dim() or (exercise.id, name) in SQUARE


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if each.seconds], ids=lambda exercise: exercise.id
)
def test_a_training_is_judged_once_by_what_only_the_judge_knows(exercise: Exercise) -> None:
    one, same, other = (list(exercise.trials(Random(torch.Generator().manual_seed(seed)))) for seed in (0, 0, 1))
    assert len(one) == len(same) == len(other) == 1
    for name, value in one[0].everything.items():
        assert torch.equal(value, same[0].everything[name])
        assert not torch.equal(value, other[0].everything[name])
    *_, asked = one[0].arguments.values()
    (known,) = one[0].known.values()
    assert len(asked) == len(known) >= 500, "enough to tell a good answer from a lucky one"
    shipped = {image.numpy().tobytes() for image in digits.load(train=False).data}
    assert not [image for image in asked if image.numpy().tobytes() in shipped], "to be looked up"
    (another,) = exercise.trials(Random(torch.Generator().manual_seed(0), secret=1))
    for name in ("images", "labels"):
        assert torch.equal(another.arguments[name], one[0].arguments[name])
    assert not torch.equal(next(iter(another.known.values())), known), "who knows the generator knows the labels"


def test_the_oracle_says_what_pytorch_does_with_its_gates() -> None:
    """split-gates names blocks; that the names are right is seen in what a cell does when one block is driven."""
    cell = nn.LSTMCell(6, 5)
    x, h, c = torch.randn(3, 6), torch.randn(3, 5), torch.randn(3, 5)

    def drive(gate: str, value: float) -> tuple[torch.Tensor, torch.Tensor]:
        with torch.no_grad():
            find(SPLIT).oracle(cell.bias_ih)[gate].fill_(value)
            return cell(x, (h, c))

    drive("i", -1e9)
    assert torch.allclose(drive("f", 1e9)[1], c), "input gate shut, forget gate open: c stays"
    assert torch.equal(drive("f", -1e9)[1], torch.zeros(3, 5)), "both shut: c is gone"
    drive("i", 1e9)
    assert torch.allclose(drive("g", 1e9)[1], torch.ones(3, 5)), "input open, candidate at its top: c is one"
    assert torch.equal(drive("o", -1e9)[0], torch.zeros(3, 5)), "output gate shut: h is zero"


def test_the_loop_of_cell_states_is_what_the_layer_does() -> None:
    layer, cell = nn.LSTM(6, 5), nn.LSTMCell(6, 5)
    cell.load_state_dict({name.removesuffix("_l0"): weight for name, weight in layer.state_dict().items()})
    x, h, c = torch.randn(7, 3, 6), torch.randn(3, 5), torch.randn(3, 5)
    every = find("lstm/cell-states").oracle(cell, x, (h, c))
    for t in range(7):
        _, (_, c_n) = layer(x[: t + 1], (h[None], c[None]))
        torch.testing.assert_close(every[t], c_n[0])


def test_the_paper_step_is_the_one_of_the_lesson() -> None:
    cell = nn.GRUCell(6, 5)
    x, h = torch.randn(3, 6), torch.randn(3, 5)
    new, agrees = find("gru/paper-step").oracle(x, h, *cell.parameters())
    torch.testing.assert_close(new, gru_paper_step(x, h, weights_of(cell)))
    assert not agrees
    assert find("gru/paper-step").oracle(x, 0 * h, *(0 * weight for weight in cell.parameters()))[1]


def test_a_kept_state_is_kept_for_a_thousand_steps() -> None:
    gru = find("gru/keep").oracle(nn.GRU(6, 5, num_layers=2, bidirectional=True))
    h_0 = torch.rand(4, 3, 5) * 2 - 1
    torch.testing.assert_close(gru(1000 * torch.randn(1000, 3, 6), h_0)[1], h_0)


def test_the_windows_are_those_of_one_to_ten() -> None:
    found = find("rnn/sliding-windows").oracle(torch.arange(1.0, 11.0).unsqueeze(1), 3).squeeze(2).int().tolist()
    assert found[:2] == [[1, 2, 3], [2, 3, 4]]
    assert found[-2:] == [[9, 10, 0], [10, 0, 0]]
    assert len(found) == 10


def test_time_major_is_what_a_layer_reads_by_default() -> None:
    time_first, batch_first = nn.RNN(6, 5), nn.RNN(6, 5, batch_first=True)
    time_first.load_state_dict(batch_first.state_dict())
    x = torch.randn(3, 7, 6)
    turn = find("rnn/to-time-major").oracle
    torch.testing.assert_close(time_first(turn(x))[0], turn(batch_first(x)[0]))


def test_copied_weights_make_the_layer_a_loop_over_the_cells() -> None:
    cells, layer = (nn.GRUCell(6, 5), nn.GRUCell(5, 5)), nn.GRU(6, 5, num_layers=2)
    find("cell/copy-weights").oracle(cells, layer)
    x, (h_1, h_2) = torch.randn(7, 3, 6), torch.randn(2, 3, 5)
    output, _ = layer(x, torch.stack([h_1, h_2]))
    for t in range(7):
        h_1 = cells[0](x[t], h_1)
        h_2 = cells[1](h_1, h_2)
        torch.testing.assert_close(output[t], h_2)


@pytest.mark.parametrize("bidirectional", [True, False])
def test_the_last_states_are_both_ends_of_the_output(bidirectional) -> None:
    output, h_n = nn.GRU(6, 5, num_layers=2, bidirectional=bidirectional)(torch.randn(7, 3, 6))
    ends = torch.cat([output[-1, :, :5], output[0, :, 5:]], dim=-1)
    torch.testing.assert_close(find("cell/last-states").oracle(h_n, 2, bidirectional), ends)


def test_what_is_generated_is_what_a_layer_makes_of_it() -> None:
    cell, layer, head, x, hx = nn.GRUCell(6, 5), nn.GRU(6, 5), nn.Linear(5, 6), torch.randn(3, 6), torch.randn(3, 5)
    find("cell/copy-weights").oracle((cell,), layer)
    written = find("cell/generate").oracle(cell, head, x, hx, 4)
    output, _ = layer(torch.stack([x, *written[:-1]]), hx.unsqueeze(0))
    torch.testing.assert_close(head(output), written)


def test_an_encoded_example_is_what_it_is_alone() -> None:
    gru, lengths = nn.GRU(6, 5, num_layers=2, bidirectional=True), torch.tensor([4, 2, 7])
    x = torch.randn(9, 3, 6)
    encoded = find("packing/encode").oracle(gru, x, lengths)
    for k, length in enumerate(lengths.tolist()):
        output, _ = gru(x[:length, k])
        torch.testing.assert_close(encoded[k], torch.cat([output[-1, :5], output[0, 5:]]))


@pytest.mark.parametrize("name", ["encode", "last-step", "masked-loss", "masked-mean"])
def test_the_padding_of_a_batch_does_not_matter(name) -> None:
    """What an oracle gives for a batch, it gives in a larger box with other padding, too."""
    exercise = find(f"packing/{name}")
    given = list(next(exercise.trials(Random(torch.Generator().manual_seed(0)))).arguments.values())
    longest = int(given[-1].max())

    def wider(value):
        padded = isinstance(value, torch.Tensor) and value.dim() > 1
        return torch.cat([value[:longest], value.flip(0)]) if padded else value

    one, other = (exercise.oracle(*map(to_object, values)) for values in (given, map(wider, given)))
    torch.testing.assert_close(one, other)


def test_an_exercise_with_a_broken_oracle_is_the_courses_fault() -> None:
    broken = Exercise(
        id="lstm/broken",
        parameters=("x",),
        points=1,
        trials=lambda random: iter([Trial({"x": random.normal(2)})]),
        oracle=lambda x: 1 / 0,
        returns=TensorOf(("seq_len",)),
        slips=(),
    )
    with pytest.raises(AssertionError, match="the oracle of lstm/broken failed"):
        judge(broken, broken.local(lambda x: x))


def test_usual_trials_begin_with_the_house_sizes() -> None:
    drawn = trials(lambda random, sizes: {"sizes": str(sizes)}, "T=1")(Random(torch.Generator()))
    first, *_, last = drawn
    assert first.arguments["sizes"] == "Sizes(T=7, B=3, F=6, H=5, L=2, S=4, G=8, scale=1)"
    assert "T=1" in last.arguments["sizes"]
    assert last.edge == "a sequence of one step (seq_len = 1)"


def test_only_plain_values_pass() -> None:
    assert to_value([1, (2.0, None)]) == (1, (2.0, None))
    assert to_value(np.int64(7)) == 7
    assert to_value(torch.Size([2, 3])) == (2, 3)
    assert to_value(np.bool_(True)) is True
    assert to_value(np.float32(0.5)) == 0.5
    assert to_value({np.str_("i"): 1, 1: 2, None: 3}) == {"i": 1, "int 1": 2, "NoneType": 3}
    assert to_value(np.zeros(2)) == Foreign("numpy.ndarray")
    endless: list[object] = []
    endless.append(endless)
    assert "list" in describe(to_value(endless))
    lstm = nn.LSTM(6, 5, num_layers=2)
    layer = Layer.of(lstm)
    assert describe(layer) == "nn.LSTM(input_size=6, hidden_size=5, num_layers=2)"
    assert equal(Layer.of(layer.build()), layer)
    lstm.bias_hh_l0.requires_grad_(False)
    assert not equal(Layer.of(lstm), layer)


def test_lengths_are_shown_as_numbers() -> None:
    assert describe(torch.tensor([4, 2, 7])) == "tensor([4, 2, 7])"
    assert describe(torch.zeros(7, 3, dtype=torch.int64)) == "(7, 3) int64"
    assert describe(torch.zeros(99, dtype=torch.int64)) == "(99,) int64"


def test_nan_equals_nan_so_that_an_argument_may_hold_it() -> None:
    dirty = torch.tensor([1.0, math.nan])
    assert equal(dirty, dirty.clone())
    assert equal(dirty, dirty + 1e-7, tolerance=1e-5)
    assert not equal(dirty, torch.tensor([1.0, 2.0]))
    assert not equal(dirty, dirty + 1e-7)


def test_import_is_light() -> None:
    """What costs time to import comes in only when it is used."""
    heavy = ["matplotlib", "torchvision", "IPython", "nbgrader", "nbformat", "tqdm", "platformdirs"]
    code = "import sys, torch; old = set(sys.modules); from course_utils import check; print(*set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "course_utils.checks.engine.ladder" in done.stdout.split()
    assert not set(heavy) & set(done.stdout.split())


TALL = Exercise(
    id="lstm/tall-head",
    parameters=("features",),
    points=1,
    trials=lambda random: iter([Trial({"features": (6,), "x": random.normal(3, 6)})]),
    oracle=lambda features, x: x.new_zeros(len(x), 2),
    returns=TensorOf(("batch", "classes")),
    slips=(),
    gradient=False,
    use="made_and_called",
    is_class=True,
)


class Head(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 2)

    def forward(self, x):
        return 0 * self.linear(x)


class Wide(Head):
    def forward(self, x):
        return x @ x


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda features: None, "`TallHead` must be a class; it is of type function"),
        (type("TallHead", (), {"__init__": lambda self: None}), "must take (features); yours takes ()"),
        (Wide, "`TallHead` raised RuntimeError in line"),
        (None, "there is no `TallHead` yet"),
    ],
)
def test_a_class_is_made_and_then_used(answer, words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(USES, TALL.use, lambda answer, made_with, *inputs: answer(*made_with)(*inputs))
    assert judge(TALL, TALL.local(Head)).passed
    assert words in judge(TALL, TALL.local(answer)).message


PARTS = Exercise(
    id="lstm/parts",
    parameters=("n",),
    points=3,
    trials=lambda random: (Trial({"n": n}) for n in range(1, 7)),
    oracle=lambda n: {"once": n, "twice": 2 * n, "squared": n * n},
    returns=DictOf({name: Plain(int) for name in ("once", "twice", "squared")}),
    slips=(),
    gradient=False,
    parts=True,
)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (lambda n: {"once": n, "twice": 2 * n, "squared": n * n}, 3),
        (lambda n: {"once": n, "twice": n + n, "squared": n**3}, 2),
        (lambda n: {"once": n, "twice": n + 1, "squared": 36 if n == 6 else 0}, 1),
        (lambda n: {"once": 1, "twice": 2, "squared": 1}, 0),
        (lambda n: {"once": n, "twice": 2 * n}, 0),
        (lambda n: 1 / 0, 0),
    ],
)
def test_each_part_earns_its_share(answer, points) -> None:
    verdict = judge(PARTS, PARTS.local(answer))
    assert verdict.points == points
    assert verdict.passed == (points == 3)
    so_far = "2 of 3 points so far, for what is right in every call: once, twice."
    assert (so_far in verdict.suggestion) == (points == 2)


def test_a_slip_may_be_about_one_part() -> None:
    doubled = Slip(
        "doubled", "you double", "Do not.", lambda n: {"once": n, "twice": 2 * n, "squared": 2 * n}, "squared"
    )
    exercise = replace(PARTS, slips=(doubled,))

    def slip(answer: object) -> str:
        return judge(exercise, exercise.local(answer)).slip

    assert slip(lambda n: {"once": n, "twice": 2 * n, "squared": 2 * n}) == "doubled"
    assert slip(lambda n: {"once": n, "twice": 0, "squared": 2 * n}) == "", "what is wrong first is named first"


def test_a_linear_layer_passes_as_data() -> None:
    linear = Layer.of(nn.Linear(6, 5, bias=False).eval())
    assert describe(linear) == "nn.Linear(bias=False, in_features=6, out_features=5)"
    assert equal(Layer.of(linear.build()), linear)


def test_progress_shows_every_last_check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_last", {})

    def answers(**changed: object) -> str:
        """What `progress` shows in a notebook where these answers are."""
        scope = {"progress": progress, "check": check, "CheckFailed": CheckFailed, **changed}
        exec("for exercise in ('lstm/split-gates', 'lstm/step'):\n"
             "    try: check(exercise)\n"
             "    except CheckFailed: pass\n", scope)  # fmt: skip
        capsys.readouterr()
        exec("progress('lstm')", scope)
        shown = capsys.readouterr().out
        exec("split_gates = lambda weight: {}\nprogress('lstm')", scope)
        assert "- lstm/split-gates" in (later := capsys.readouterr().out)
        assert "changed since its check" in later
        return shown

    shown = answers(split_gates=right, step=lambda *_: "<b>")
    assert "✓ lstm/split-gates         1/1  right" in shown
    assert "✗ lstm/step                0/3  the answer must be a tuple (h, c); it is '<b>'" in shown
    assert "- lstm/forget-bias         0/3  not checked yet" in shown
    assert "1 of 6 exercises are right: 1 of 14 points." in shown
    assert "✗ lstm/step                0/3  the answer is missing: there is no `step` yet" in answers(split_gates=right)
    with pytest.raises(UnknownExercise, match="there is no lesson 'lsmt'"):
        progress("lsmt")


def test_progress_is_a_table_in_a_notebook() -> None:
    verdict = judge(find(SPLIT), find(SPLIT).local(lambda weight: {"<i>": 1}))
    html = Progress.of([find(SPLIT)], {SPLIT: Checked(right, verdict)}, {"split_gates": right}).as_html()
    assert html.count("<tr>") == 2
    assert "&lt;i&gt;" in html
    assert "<i>" not in html


def test_what_is_known_is_not_given_to_the_answer() -> None:
    guess = Exercise(
        id="lstm/guess",
        parameters=("x",),
        points=1,
        trials=lambda random: iter([Trial({"x": 1}, known={"label": 7})]),
        oracle=lambda x, label: x + label,
        returns=DictOf({"right": Plain(bool, wrong="it is wrong")}),
        observe=lambda before, reply: {"right": reply.value == before["x"] + before["label"]},
        slips=(Slip("label-only", "you leave x out", "Look at x.", lambda x, label: label),),
        gradient=False,
    )
    seen = []
    verdict = judge(guess, guess.local(lambda x: seen.append(x) or 7))
    assert (verdict.slip, verdict.message) == ("label-only", "you leave x out")
    assert set(seen) == {1}
    assert judge(guess, guess.local(lambda x: 8)).passed

"""The check engine: what it says of every kind of bad answer, and what it never does."""

import math
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import check
from course_utils.checks import CheckFailed, UnknownExercise, Verdict, exercises, find, judge, progress
from course_utils.checks.answer import LocalAnswer
from course_utils.checks.exercise import Exercise, Random, Trial, trials
from course_utils.checks.kinds import DictOf, Plain, TensorOf
from course_utils.checks.progress import Checked, Progress
from course_utils.checks.values import Foreign, Layer, describe, equal, to_value

SPLIT = "lstm/split-gates"


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
        (3, "callable", "", "must be a function; it is of type int"),
        (lambda: None, "callable", "", "must take (weight); yours takes ()"),
        (divides_by_zero, "raises", "", "raised ZeroDivisionError in line"),
        (lambda weight: sys.exit(), "raises", "", "raised SystemExit"),
        (lambda weight: None, "kind", "returns-none", "it is None"),
        (prints_instead, "kind", "returns-none", "printing is not returning"),
        (lambda weight: weight, "kind", "", "it is a tensor"),
        (lambda weight: AlwaysEqual(), "kind", "", "AlwaysEqual"),
        (lambda weight: {g: AlwaysEqual() for g in "ifgo"}, "kind", "", "'i' must be a tensor"),
        (lambda weight: {g: b.numpy() for g, b in right(weight).items()}, "kind", "", "numpy.ndarray"),
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
    assert torch.equal(torch.rand(3), expected)


def test_no_grad_around_a_check_does_not_decide() -> None:
    with torch.no_grad():
        check(SPLIT, right)


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.id)
def test_every_slip_is_diagnosed_as_itself_and_no_other(exercise: Exercise) -> None:
    assert len({slip.name for slip in exercise.slips}) == len(exercise.slips) >= 6
    for slip in exercise.slips:
        for seed in range(10):
            verdict = judge(exercise, LocalAnswer(slip.wrong), seed)
            assert verdict.slip == slip.name, f"seed {seed}: {verdict.as_text()}"


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.id)
def test_trials_hide_nothing(exercise: Exercise) -> None:
    """Float32 throughout, several of them, edges included, and no two sizes of a tensor alike but at an edge."""
    for seed in range(20):
        drawn = list(exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert len(drawn) >= 4
        assert any(trial.edge for trial in drawn)
        assert any("1)" in trial.edge for trial in drawn), "no edge of size one"
        for trial in drawn:
            for value in trial.arguments.values():
                if isinstance(value, torch.Tensor):
                    assert value.dtype == torch.float32
                    if not trial.edge:
                        assert len(set(value.shape)) == value.dim() or exercise.id == SPLIT


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
    assert to_value({1: 2}) == Foreign("dict")
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


def test_import_is_light() -> None:
    """What costs time to import comes in only when it is used."""
    heavy = ["matplotlib", "torchvision", "IPython", "nbgrader", "nbformat", "tqdm", "platformdirs"]
    code = "import sys, torch; before = set(sys.modules); import course_utils; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "course_utils.checks.ladder" in done.stdout.split()
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
def test_a_class_is_made_and_then_used(answer, words) -> None:
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
    assert ("2 of 3 points: right in every call are once, twice." in verdict.note) == (points == 2)


def test_a_linear_layer_passes_as_data() -> None:
    linear = Layer.of(nn.Linear(6, 5, bias=False).eval())
    assert describe(linear) == "nn.Linear(bias=False, in_features=6, out_features=5)"
    assert equal(Layer.of(linear.build()), linear)


def test_progress_shows_every_last_check(capsys: pytest.CaptureFixture[str]) -> None:
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

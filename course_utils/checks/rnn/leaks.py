"""Which examples of a batch a layer lets into the outputs of which others: found by changing one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import (
    EDGES,
    EQUAL,
    FAR,
    HOUSE,
    SMALL,
    Random,
    Sizes,
    Trial,
    edges_in_words,
    sizes_at,
)
from course_utils.checks.learner.values import Value

# The biases of the gates, in PyTorch's order: with these, memories last, and no gate shuts an input out.
_GATES: Mapping[str, tuple[float, ...]] = {"RNN": (0.0,), "LSTM": (1.0, 2.0, 0.0, 1.0), "GRU": (1.0, 1.0, 0.0)}
_NEAREST = 0.5  # that a number of x is to zero: zeros in its place must show
_INPUT, _ABOVE = 0.7, 1.6  # the length of a row of weight_ih, in the first layer and in those above
_ROUNDING = 1e-5  # below it: another layout in memory is another order of sums
_MOST, _FAINTEST = 20, 6e-4  # examples, and how far the last moves if the first rises by 1, in the trial that is faint
_ACTIVE, _SHUT = 0.7, -5.0  # what a relu lets through, and a bias that shuts it, whatever sign a small number has
_MEMORY = 0.9  # the weight by which a unit reads another of the step before


def _weight(kind: str, name: str, drawn: Tensor) -> Tensor:
    """A weight or bias with which every input shows in every output that it can reach, and nothing saturates."""
    gates = _GATES[kind]
    if name.startswith("bias"):
        usual = torch.tensor(gates).repeat_interleave(len(drawn) // len(gates))
        return 0.2 * drawn + usual * name.startswith("bias_ih")
    if name.startswith("weight_ih"):
        return (_INPUT if "_l0" in name else _ABOVE) * nn.functional.normalize(drawn)  # row by row
    turn = torch.eye(drawn.shape[1]).roll(1, 0)  # each unit hands on to the next
    memory: Tensor = _MEMORY * drawn.sign() * turn.repeat(len(gates), 1)
    return memory


def _arguments(
    random: Random,
    sizes: Sizes,
    kind: str,
    batch_first: bool,
    bidirectional: bool,
    training: bool = True,
    memory: Callable[[str, Tensor], Tensor] = lambda _name, weight: weight,
) -> Mapping[str, Value]:
    usual = {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": sizes.L}
    layer = random.layer(kind, training, **usual, batch_first=batch_first, bidirectional=bidirectional)
    weights = {name: _weight(kind, name, weight) for name, weight in layer.weights.items()}
    weights |= {name: memory(name, weight) for name, weight in weights.items() if name.startswith("weight_hh")}
    x = random.away(sizes.B, sizes.T, sizes.F, least=_NEAREST)
    x[..., 0] += x[..., 0].sign() * (FAR + 1) * sizes.far
    return {"layer": replace(layer, weights=weights), "x": x}


_SETTINGS: tuple[Mapping[str, Any], ...] = tuple(
    {"kind": kind, "batch_first": batch_first, "bidirectional": bidirectional}
    for kind, batch_first, bidirectional in (
        *(("RNN", False, False), ("LSTM", True, False), ("GRU", False, True)),
        *(("RNN", True, True), ("LSTM", False, True), ("GRU", True, False)),
        *(("LSTM", False, False), ("GRU", False, False)),
    )
)

_ONES = ("B=1 H=1", "T=1 F=1", "B=1 F=1", "T=1 H=1", "T=1 B=1", "F=1 H=1")  # two for each of the first three settings


def _short(_name: str, weight: Tensor) -> Tensor:
    """Every second unit hands on to the next, which hands on to none: memory of a single step."""
    return weight * (torch.arange(len(weight)) % 2).unsqueeze(1)


def _faint(random: Random) -> Mapping[str, Value]:
    """A relu layer that takes the examples for steps: what example j hands on fades, and one step alone shows it.

    At the other steps all relus are 0, also if each number rises by 1 or changes its sign. The weights are such that a
    number of example i moves by just w ** (i - j) if those of example j rise by 1.
    """
    sizes = Sizes(T=9, B=_MOST, F=6, H=6, L=1)
    options: dict[str, Any] = {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": 1, "nonlinearity": "relu"}
    layer = random.layer("RNN", **options, batch_first=False, bidirectional=False)
    drawn = layer.weights["weight_ih_l0"].abs() + 2 * torch.eye(sizes.H)  # so that no two units move alike
    weights = {name: torch.zeros_like(weight) for name, weight in layer.weights.items()}
    weights["weight_ih_l0"] = drawn / drawn.sum(1, keepdim=True)
    weights["weight_hh_l0"] = _FAINTEST ** (1 / (_MOST - 1)) * torch.eye(sizes.H).roll(1, 0)
    weights["bias_ih_l0"] += _SHUT
    x = random.normal(sizes.B, sizes.T, sizes.F, scale=0.5)
    active = _ACTIVE - _SHUT + random.normal(sizes.B, sizes.F, scale=0.5).abs()
    x[:, (1, sizes.T - 2)[random.integer(0, 1)]] = active
    return {"layer": replace(layer, weights=weights), "x": x}


def _backward(name: str, weight: Tensor) -> Tensor:
    return weight * name.endswith("_reverse")


def _trials(random: Random) -> Iterator[Trial]:
    rnn, lstm_first, gru_both, rnn_first_both, lstm_both, gru_first, lstm, gru = _SETTINGS
    yield Trial(_arguments(random, HOUSE, **rnn))
    # An answer may call the layer for each example, and a layer that is not batch_first takes examples for steps.
    yield Trial(_arguments(random, random.sizes("TBFH", L=3, pool=SMALL), **rnn))
    yield Trial(_arguments(random, random.sizes("HFBT", L=1, pool=SMALL), **lstm))
    yield Trial(_arguments(random, random.sizes("TBFH", L=1, pool=SMALL), **gru, training=False))
    large = replace(HOUSE, T=2, F=70, H=80, L=1, far=1)
    yield Trial(_arguments(random, large, **rnn_first_both), "many features and units, and numbers far from zero")
    yield Trial(_arguments(random, replace(HOUSE, T=2), **lstm_both))
    yield Trial(_arguments(random, replace(HOUSE, T=2, L=11), **rnn), "many layers (num_layers = 11)")
    for ones, setting in zip(_ONES, (rnn, rnn, lstm_first, lstm_first, gru_both, gru_both), strict=True):
        yield Trial(_arguments(random, replace(sizes_at(ones), L=1), **setting), edges_in_words(ones))
    for setting in (gru, gru_first):
        yield Trial(_arguments(random, replace(EQUAL, L=1), **setting), EDGES["equal"])
    for both, sizes, edge in (
        # Time-major, so that the layer takes the many steps for a batch: no dependence is so long that it gets lost.
        (False, sizes_at("T=66"), "many steps (seq_len = 66), and an RNN without memory (every weight_hh is zero)"),
        (True, HOUSE, "an RNN without memory (every weight_hh is zero)"),
    ):
        setting = {**rnn, "bidirectional": both}
        yield Trial(_arguments(random, sizes, **setting, memory=lambda _name, weight: 0 * weight), edge)
    yield Trial(_faint(random), "20 examples, and an RNN with relu, which lets a single step through")
    one = "an RNN that remembers a single step"
    yield Trial(_arguments(random, replace(HOUSE, B=6, L=1), **rnn, memory=_short), one)
    half = "a bidirectional RNN whose forward direction has no memory"
    yield Trial(_arguments(random, replace(HOUSE, B=4), **{**rnn, "bidirectional": True}, memory=_backward), half)


def _dependence(
    layer: nn.Module, x: Tensor, axis: int = 0, made: Callable[[Any], Tensor] = lambda out: out[0]
) -> Tensor:
    """Which places along an axis of what is made of the layer's results change with which places of x, (out, in)."""
    with torch.no_grad():
        before, columns = made(layer(x)), []
        for place in range(x.shape[axis]):
            changed = x.clone()
            changed.select(axis, place).neg_()
            moved = (made(layer(changed)) - before).abs() > _ROUNDING
            columns.append(moved.movedim(axis, 0).flatten(1).any(1))
    return torch.stack(columns, dim=1)


def _of_examples(layer: Any, x: Tensor) -> Tensor:
    """The same of the examples, with all changes in one call: no layer mixes what it takes for a batch."""
    batch = 0 if layer.batch_first else 1
    changed = [x * sign[:, None, None] for sign in 1 - 2 * torch.eye(len(x))]
    with torch.no_grad():
        before, *after = layer(torch.cat([x, *changed], batch))[0].chunk(1 + len(x), batch)
    return torch.stack([((each - before).abs() > _ROUNDING).flatten(1).any(1) for each in after], dim=1)


def _but(finish: Callable[[Tensor], Any] = lambda matrix: matrix) -> Callable[..., Any]:
    """Something made of the right matrix: what an example sees of others it sees at each step, if there is no relu."""
    return lambda layer, x: finish(_of_examples(layer, x if _has_relu(layer) else x[:, :1]))


def _has_relu(layer: Any) -> bool:
    return getattr(layer, "nonlinearity", "") == "relu"


def _by_option(
    first: Callable[[Tensor], Tensor], one: Callable[[Tensor], Tensor], both: Callable[[Tensor], Tensor]
) -> Callable[..., Any]:
    """Something made of a matrix of True: with batch_first, and without, of one direction or of both."""
    return lambda layer, x: (first if layer.batch_first else both if layer.bidirectional else one)(
        torch.ones(len(x), len(x), dtype=torch.bool)
    )


def _identity(matrix: Tensor) -> Tensor:
    return torch.eye(len(matrix), dtype=torch.bool)


def _all(matrix: Tensor) -> Tensor:
    return torch.ones_like(matrix)


def _only_column_0(matrix: Tensor) -> Tensor:
    return matrix & (torch.arange(len(matrix)) == 0)


def _others(matrix: Tensor) -> Tensor:
    """What changes an output where all examples but one are changed."""
    return (matrix.int() @ (~_identity(matrix)).int()).bool()


def _state(results: Any) -> Tensor:
    """h_n, with its second axis in front."""
    h_n: Tensor = results[1][0] if isinstance(results[1], tuple) else results[1]
    return h_n.transpose(0, 1)


def _turned(layer: nn.Module, x: Tensor) -> Tensor:
    """The matrix of a layer that reads x with its first two axes exchanged."""
    return _dependence(layer, x.transpose(0, 1), axis=1)


def _moves(trial: Trial) -> Tensor:
    """How far each number of the outputs moves if all numbers of an example rise by 1, (in, out, T, H)."""
    layer, x = trial.arguments["layer"].build(), trial.arguments["x"]
    with torch.no_grad():
        return torch.stack([layer(x + one[:, None, None])[0] - layer(x)[0] for one in torch.eye(len(x))]).abs()


def _is_faint(trial: Trial) -> bool:
    """Whether some example moves another's output by little more than the text promises, in few of its numbers."""
    if trial.arguments["x"].shape[0] < _MOST:
        return False
    farthest = _moves(trial)[0, -1]
    return 1e-4 < float(farthest.max()) < 1e-3 and float(farthest.mean()) < 1e-4


def _shows_at_one_step_only(trial: Trial) -> bool:
    """Whether neither the first nor the last step shows anything, looked at or changed."""
    x = trial.arguments["x"]
    if trial.arguments["layer"].options.get("nonlinearity") != "relu":
        return False
    return not _moves(trial)[:, :, [0, -1]].any() and x.shape[1] > 2


def _memories(trial: Trial, direction: str = "") -> list[Tensor]:
    """Each weight_hh of a trial, of all directions or of one."""
    weights = trial.arguments["layer"].weights
    return [weight for name, weight in weights.items() if name.startswith("weight_hh") and name.endswith(direction)]


EXERCISE = Exercise(
    id="rnn/leaks",
    parameters=("layer", "x"),
    points=3,
    trials=_trials,
    axes={"layer": "FHL", "x": "BTF"},
    settings={"kind": ("RNN", "LSTM", "GRU"), "batch_first": (False, True), "bidirectional": (False, True)},
    also={
        "a layer in training mode": lambda trial: trial.arguments["layer"].training,
        "a layer in eval mode": lambda trial: not trial.arguments["layer"].training,
        "no memory": lambda trial: not any(weight.any() for weight in _memories(trial)),
        "memory of one step": lambda trial: (
            trial.arguments["layer"].kind == "RNN"
            and all(weight.any() and not (weight @ weight).any() for weight in _memories(trial))
        ),
        "many examples, the first of which is seen by the last": _is_faint,
        "an RNN with relu, of which one step shows a dependence": _shows_at_one_step_only,
        "memory in one direction": lambda trial: (
            any(weight.any() for weight in _memories(trial, "_reverse"))
            and not all(weight.any() for weight in _memories(trial))
        ),
    },
    never={"B>64": "an answer may call the layer for each pair of examples; the text says that B is at most 20"},
    oracle=_but(),  # the tests compare it with the gradients of all steps
    returns=TensorOf(
        ("examples_out", "examples_in"),
        hint="Change one of these examples, all its numbers, and print how far each number of each output moves.",
    ),
    gradient=False,
    slips=(
        Slip(
            "transposed",
            "rows and columns are exchanged: entry [i, j] is about the output of example i and the input of example j",
            "Changing example j gives column j.",
            _but(lambda matrix: matrix.T),
        ),
        Slip(
            "independent",
            "it is the other way round: your matrix is True where nothing changes",
            "True stands for: it depends.",
            _but(torch.logical_not),
        ),
        Slip(
            "diagonal-false",
            "your diagonal is False; the output of an example depends on its own input",
            "Compare all examples, the changed one too.",
            _but(lambda matrix: matrix & ~_identity(matrix)),
        ),
        Slip(
            "not-put-back",
            "each of your columns is also True where a column before it is: only one example may be changed at a time",
            "Begin each time with a fresh copy: x.clone().",
            _but(lambda matrix: matrix.cummax(1).values),
        ),
        Slip(
            "all-but-one",
            "column j is what changes when all examples but j change; change example j alone",
            "Look at the index of what you change.",
            _but(_others),
        ),
        Slip(
            "always-identity",
            "you give the identity whatever the layer is; some layers read the examples as steps",
            "Change one example, and compare the outputs of all others.",
            lambda _layer, x: torch.eye(len(x), dtype=torch.bool),
        ),
        Slip(
            "always-lower",
            "you give the lower triangle whatever the layer is",
            "Change one example, and compare the outputs of all.",
            _by_option(torch.tril, torch.tril, torch.tril),
        ),
        Slip(
            "batch-first-only",
            "your matrix is what batch_first says: the identity with it, and True throughout without it",
            "A layer that reads the examples as steps need not let each into all others: change one, and look.",
            _by_option(_identity, _all, _all),
        ),
        Slip(
            "options-only",
            "your matrix is what batch_first and bidirectional say; how far a memory reaches is up to the weights, too",
            "Change the numbers of one example a little, and look which outputs are no longer the same.",
            _by_option(_identity, torch.tril, _all),
        ),
        Slip(
            "time-steps",
            "your matrix is about the time steps, the second axis of x; asked for is which examples depend on which",
            "x is (B, T, F): x[j] is example j.",
            lambda layer, x: _dependence(layer, x, axis=1),
        ),
        Slip(
            "turned",
            "your matrix is that of a layer called with the first two axes of x exchanged; call it with x as it is",
            "The layer may be used wrongly: that is what you are to find out.",
            _turned,
        ),
        Slip(
            "state-compared",
            "you compare the state, whose second axis is not always the examples; asked for is the output",
            "A layer returns two things: output is the first.",
            lambda layer, x: _dependence(layer, x, made=_state),
        ),
        Slip(
            "neighbours-only",
            "you are right about each example and its neighbours, and False for those further away",
            "An example may leak into all that follow: compare all of them.",
            _but(lambda matrix: matrix.triu(-1).tril(1)),
        ),
        Slip(
            "later-only",
            "above the diagonal you are always False; some layers also read from the last example to the first",
            "Compare the outputs of all examples, those before the changed one too.",
            _but(torch.tril),
        ),
        Slip(
            "first-changed-only",
            "your column 0 is right, and all others are False",
            "Each example must be changed once; which loop ends too soon?",
            _but(_only_column_0),
        ),
        Slip(
            "one-for-all",
            "you give one True or False for the whole batch; asked for is one for each pair of examples",
            "Keep the B comparisons of each change: they are a column.",
            _but(lambda matrix: bool((matrix & ~_identity(matrix)).any())),
        ),
    ),
)

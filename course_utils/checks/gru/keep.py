"""Setting the parameters of a GRU so that it keeps its state, whatever its inputs are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import HOUSE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Layer, Value

_STEPS = 3
_EXAMPLES = 8
_LARGEST = 1000.0  # the largest input in size, as the docstring of the exercise says
_STILL = 1e-6  # rounding moves a kept state by less than this in a few steps


class _Happens(IntEnum):
    """What happens to the state of one layer and direction, and why."""

    KEPT = 0
    MOVES = 1
    UNTOUCHED = 2  # the weights are what they were
    ALL_ZERO = 3  # the weights are all zero
    ONLY_R = 4  # only rows of r have changed, or their bias is all that is large in a layer of zeros
    ONLY_N = 5
    CLOSED = 6  # z is 0
    DRIFTS = 7  # it moves slowly: z is not quite 1


def _draw(random: Random, sizes: Sizes, loudness: float = 2.0, **options: bool | float) -> Mapping[str, Value]:
    """A GRU in whose layer 0 an input adds at most `loudness` times its largest number to the sum in z."""
    gru = random.layer("GRU", True, input_size=sizes.F, hidden_size=sizes.H, num_layers=sizes.L, **options)
    for name, weight in gru.weights.items():
        if name.startswith("weight_ih_l0"):
            of_z = weight.chunk(3)[1]
            of_z *= loudness / of_z.abs().sum(1, keepdim=True)
    return {"gru": gru}


def _trials(random: Random) -> Iterator[Trial]:
    yield Trial(_draw(random, replace(HOUSE, L=1)))
    yield Trial(_draw(random, replace(random.sizes(RISING, L=3), H=70)))  # more units than a table of sizes holds
    for both in (False, True):
        what = "a single feature, hidden unit and layer (input_size = hidden_size = num_layers = 1)"
        yield Trial(_draw(random, replace(HOUSE, F=1, H=1, L=1), bidirectional=both), what)
    yield Trial(_draw(random, sizes_at("equal")), "four layers, and all sizes the same (4)")
    yield Trial(_draw(random, replace(HOUSE, L=11)), "many layers (num_layers = 11)")
    loud: Layer = _draw(random, replace(HOUSE, F=70), 30.0, bidirectional=True, dropout=0.5)["gru"]
    what = "many inputs (input_size = 70), which outweigh a bias of thousands, and a gru in eval mode, with dropout"
    yield Trial({"gru": replace(loud, training=False)}, what)


def _oracle(gru: nn.GRU) -> nn.GRU:
    """One way to keep the state: z does not see x and h, and its bias is large."""
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            weight.chunk(3)[1].fill_(100.0 if name.startswith("bias_ih") else 0.0)
    return gru


def _inputs(weights: Mapping[str, Tensor], ordinary: int) -> Tensor:
    """Ordinary inputs for so many examples, large ones for others, for each unit the input that lowers its z most."""
    random = Random(torch.Generator().manual_seed(0))
    of_z = [weight.chunk(3)[1] for name, weight in weights.items() if name.startswith("weight_ih_l0")]
    worst = -_LARGEST * torch.cat(of_z).sign()
    usual = random.normal(_STEPS, ordinary, worst.shape[1])
    large = _LARGEST * random.normal(_STEPS, _EXAMPLES, worst.shape[1]).sign()
    return torch.cat([usual, large, worst.expand(_STEPS, -1, -1)], dim=1)


def _shares_kept(gru: Layer, suffixes: Sequence[str], x: Tensor, h_0: Tensor) -> Iterator[Tensor]:
    """The z of every layer and direction at every step of x, if the states stay as in h_0."""
    directions = 1 + bool(gru.options["bidirectional"])
    reads = x
    for first in range(0, len(suffixes), directions):
        rows = range(first, first + directions)
        for row in rows:
            w_ih, w_hh, b_ih, b_hh = (
                gru.weights[f"{name}{suffixes[row]}"].chunk(3)[1]
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            yield torch.sigmoid(reads @ w_ih.T + b_ih + h_0[row] @ w_hh.T + b_hh)
        reads = torch.cat([h_0[row] for row in rows], 1).unsqueeze(0)


def _happens(old: Layer, new: Layer, suffix: str, before: Tensor, after: Tensor, lossless: bool) -> _Happens:
    """What happens to the state of a layer and direction, given `before` and `after`, each (batch, hidden_size).

    `lossless` means that z is exactly 1, so that the state is kept over any number of steps.
    """
    if bool((after - before).abs().max() < _STILL):
        return _Happens.KEPT if lossless else _Happens.DRIFTS
    names = [name for name in old.weights if name.endswith(suffix)]
    if not any(new.weights[name].any() for name in names):
        return _Happens.ALL_ZERO
    changed = [(new.weights[name] != old.weights[name]).chunk(3) for name in names]
    match [any(bool(blocks[k].any()) for blocks in changed) for k in range(3)]:
        case [False, False, False]:
            return _Happens.UNTOUCHED
        case [True, False, False]:
            return _Happens.ONLY_R
        case [False, False, True]:
            return _Happens.ONLY_N
    bias = new.weights[f"bias_ih{suffix}"] + new.weights[f"bias_hh{suffix}"]
    of_r, of_z, _ = bias.chunk(3)
    n_is_cleared = not any(new.weights[name].chunk(3)[2].any() for name in names if name.startswith("weight"))
    if n_is_cleared and bool((of_r.abs() > 4).all() and (of_z.abs() < 3).all()):
        return _Happens.ONLY_R
    if bool((of_z < -4).all()):
        return _Happens.CLOSED
    near_one = bool((of_z > 3).all() and (after - before).abs().max() < 0.5)
    return _Happens.DRIFTS if near_one else _Happens.MOVES


def _what_it_does(before: Mapping[str, Value], reply: Reply) -> Value:
    """What the changed GRU does with states and inputs; weights of other shapes or dtypes are not used."""
    old, new = before["gru"], reply.arguments[0]
    alike = {n: (w.shape, w.dtype) for n, w in old.weights.items()} == {
        n: (w.shape, w.dtype) for n, w in new.weights.items()
    }
    run = replace(old, weights=new.weights if alike else old.weights)
    ordinary = slice(0, _EXAMPLES + old.options["hidden_size"])
    x = _inputs(run.weights, ordinary.stop)
    suffixes = [name.removeprefix("weight_ih") for name in old.weights if name.startswith("weight_ih")]
    random = Random(torch.Generator().manual_seed(1))
    h_0 = random.normal(len(suffixes), x.shape[1], old.options["hidden_size"]).clamp(-1, 1)
    for row, suffix in enumerate(suffixes):  # for each unit, the state that lowers its z most
        h_0[row, _EXAMPLES : ordinary.stop] = -run.weights[f"weight_hh{suffix}"].chunk(3)[1].sign()
    with torch.no_grad():
        _, h_n = run.build()(x, h_0)
    lossless = torch.stack([(z == 1).all(0).all(1) for z in _shares_kept(run, suffixes, x, h_0)])
    happens = [
        _happens(old, run, suffix, h[ordinary], last[ordinary], bool(whole[ordinary].all()))
        for suffix, h, last, whole in zip(suffixes, h_0, h_n, lossless, strict=True)
    ]
    kept = lossless.all(1) & ((h_n - h_0).abs().amax((1, 2)) < _STILL)
    return {
        "same parameters": alike,
        "same layer": (new.kind, new.options) == (old.kind, old.options),
        "same mode": new.training == old.training,
        "ordinary inputs": torch.tensor(happens),
        # If ordinary inputs move a state, that fault is reported, whatever large inputs do: this is then False.
        "large inputs": kept & (not any(happens)),
        "trainable": not new.frozen,
    }


def _set_z_but(
    value: float = 1e6,
    block: int = 1,
    zeroed: Callable[[str], bool] = lambda _name: False,
    where: Callable[[str], bool] = lambda _name: True,
) -> Callable[..., Any]:
    """Setting the bias of a gate with one part done another way; `zeroed` names parameters whose block becomes 0."""

    def wrong(gru: nn.GRU) -> nn.GRU:
        with torch.no_grad():
            for name, weight in gru.named_parameters():
                if not where(name):
                    continue
                if zeroed(name):
                    weight.chunk(3)[block].zero_()
                if name.startswith("bias_ih"):
                    weight.chunk(3)[block].fill_(value)
        return gru

    return wrong


def _top_only(gru: nn.GRU) -> nn.GRU:
    return _set_z_but(where=lambda name: f"_l{gru.num_layers - 1}" in name)(gru)  # type: ignore[no-any-return]


def _all_zero(gru: nn.GRU) -> nn.GRU:
    with torch.no_grad():
        for weight in gru.parameters():
            weight.zero_()
    return gru


EXERCISE = Exercise(
    id="gru/keep",
    parameters=("gru",),
    points=3,
    trials=_trials,
    axes={"gru": "FHL"},
    settings={"bidirectional": (False, True)},
    also={
        "four layers": lambda trial: trial.arguments["gru"].options["num_layers"] == 4,
        "many layers": lambda trial: trial.arguments["gru"].options["num_layers"] > 10,
        "many units": lambda trial: trial.arguments["gru"].options["hidden_size"] > 64,
        "many inputs": lambda trial: trial.arguments["gru"].options["input_size"] > 64,
        "eval mode and dropout": lambda trial: (
            not trial.arguments["gru"].training and trial.arguments["gru"].options["dropout"] > 0
        ),
    },
    oracle=_oracle,
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a parameter is gone, or has another shape or dtype now"),
            "same layer": Plain(
                bool,
                wrong="the GRU's options are not what they were",
                hint="Print the gru before and after: which option differs?",
            ),
            "same mode": Plain(
                bool,
                wrong="the GRU is not in the mode (train, eval) in which it came",
                hint="Print gru.training before and after.",
            ),
            "ordinary inputs": TensorOf(
                ("num_layers * num_directions",),
                wrong="with ordinary inputs a state does not stay what it was",
                hint="Follow one unit: what goes into the sigmoid of its z, and is the result 1?",
            ),
            "large inputs": TensorOf(
                ("num_layers * num_directions",),
                wrong="with inputs as large as 1000 a state does not stay what it was",
                hint="What goes into the sigmoid of z, beside the bias?",
            ),
            "trainable": Plain(bool, wrong="a parameter can no longer learn: its requires_grad is off"),
        }
    ),
    observe=_what_it_does,
    changes=frozenset({"gru"}),
    gradient=False,
    slips=(
        Slip(
            "nothing-changed",
            "the GRU is as it was: none of its parameters has changed",
            "Write into the parameters of the gru you are given, not of a copy: bias[rows] = … under torch.no_grad().",
            lambda gru: gru,
        ),
        Slip(
            "z-closed",
            "your z is 0: the new h is n alone, and the old one is dropped",
            "h' = (1 - z) * n + z * h: which z keeps h?",
            _set_z_but(-1e6),
        ),
        Slip(
            "block-r",
            "you changed the rows of r, the first block; it is z that keeps the state",
            "The order is r, z, n.",
            _set_z_but(block=0),
        ),
        Slip(
            "block-n",
            "you changed the rows of n, the last block; it is z that keeps the state",
            "The order is r, z, n.",
            _set_z_but(block=2),
        ),
        Slip(
            "all-zero",
            "all weights and biases are zero: then z is sigmoid(0), and a part of the state is lost at every step",
            "What must go into the sigmoid for z to be 1?",
            _all_zero,
        ),
        Slip(
            "bias-too-small",
            "the state drifts: z is near 1 but not 1, and what is lost at every step adds up",
            "How large must a number be for its sigmoid to be exactly 1 in float32? Print some.",
            _set_z_but(8.0, zeroed=lambda _name: True),
        ),
        Slip(
            "inputs-reach-z",
            "the state stays with ordinary inputs, but an input as large as 1000 still moves z",
            "z is made from x, too: take its weight away, or make the bias larger than anything x can bring.",
            _set_z_but(100.0),
        ),
        Slip(
            "first-layer-only",
            "the states of layer 0 stay, those of the layers above it do not: you left these as they were",
            "Go through all layers: names end in _l0, _l1, …",
            _set_z_but(where=lambda name: "_l0" in name),
        ),
        Slip(
            "first-bias-only",
            "the forward state of layer 0 stays; you left every other layer and direction as it was",
            "Go through all parameters: names end in _l0, _l1, …, and in _reverse for the backward direction.",
            _set_z_but(where=lambda name: name.endswith("_l0")),
        ),
        Slip(
            "forward-only",
            "the states of the forward direction stay; you left the backward one as it was",
            "The names of the backward direction end in _reverse.",
            _set_z_but(where=lambda name: not name.endswith("_reverse")),
        ),
        Slip(
            "last-layer-only",
            "the states of the top layer stay, those of the layers below it do not: you left these as they were",
            "Go through all layers: names end in _l0, _l1, …",
            _top_only,
        ),
        Slip(
            "left-in-eval-mode",
            "the states stay, but the GRU is in eval mode now; it came in training mode",
            "Setting weights needs no change of mode: leave out eval(), or undo it at the end.",
            lambda gru: _oracle(gru).eval(),
        ),
        Slip(
            "frozen",
            "the states stay, but a parameter can no longer learn: its requires_grad is off",
            "Use torch.no_grad() for the change instead of switching requires_grad off.",
            lambda gru: _oracle(gru).requires_grad_(False),
        ),
    ),
)

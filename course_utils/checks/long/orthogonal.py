"""The recurrent weight of every gate made orthogonal, in every layer and every direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Layer, Value, equal

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
_TOLERANCE = 1e-4  # float32 leaves about 1e-6 of an orthogonal matrix
# What a block is, as a letter in which answers that draw other matrices agree: none of the others, orthogonal,
# orthogonal but for a factor, a part of a whole whose columns are orthogonal, or as it was.
_NEITHER, _ORTHOGONAL, _SCALED, _PART_OF_WHOLE, _AS_IT_WAS = range(5)
_LETTERS = "nospa"


def _trials(random: Random) -> Iterator[Trial]:
    def trial(kind: str, edge: str = "", sizes: Sizes = HOUSE, training: bool = True, **options: float | str) -> Trial:
        usual = {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": sizes.L}
        return Trial({"layer": random.layer(kind, training, **{**usual, **options})}, edge)

    yield trial("LSTM", num_layers=1)
    yield trial("GRU", sizes=random.sizes(L=3))
    yield trial("RNN", sizes=random.sizes(RISING[::-1], L=2), bidirectional=True)
    yield trial("LSTM", sizes=random.sizes(L=2), bidirectional=True)
    yield trial("GRU", sizes=random.sizes(RISING[::-1], L=2), bidirectional=True)
    yield trial("RNN", sizes=replace(HOUSE, L=11, H=4))
    for kind, two in (("LSTM", True), ("LSTM", False), ("GRU", True), ("GRU", False), ("RNN", True), ("RNN", False)):
        yield trial(kind, EDGES["H=1"], bidirectional=two, hidden_size=1)
        words = "a single layer and a single feature (num_layers = input_size = 1)"
        yield trial(kind, words, bidirectional=two, input_size=1, num_layers=1)
    yield trial("GRU", EDGES["equal"], EQUAL)
    yield trial("GRU", "a hidden_size that four divides (8)", hidden_size=8)
    yield trial("LSTM", "as many inputs as hidden units (5)", input_size=5, num_layers=1)
    yield trial("GRU", "many features and hidden units (70 and 66)", input_size=70, hidden_size=66, num_layers=1)
    yield trial("LSTM", "a layer without biases", bias=False)
    yield trial(
        "LSTM", "a layer in eval mode, with batch_first and dropout", training=False, batch_first=True, dropout=0.5
    )
    yield trial("RNN", "an RNN with relu", nonlinearity="relu")


def _names(layer: Layer) -> list[str]:
    return [name for name in layer.weights if name.startswith("weight_hh")]


def _is_identity(matrices: Tensor) -> Tensor:
    """Which of these matrices (..., n, n) is the identity, but for rounding."""
    return (matrices - torch.eye(matrices.shape[-1])).abs().amax((-2, -1)) < _TOLERANCE


def _sorts(layer: Layer, old: Mapping[str, Tensor], new: Mapping[str, Tensor]) -> str:
    """What each block is: a letter for each gate, a word for each weight_hh."""
    names = [name for name in old if name.startswith("weight_hh")]
    wholes, before = (torch.stack([weights[name] for name in names]) for weights in (new, old))
    blocks = wholes.unflatten(1, (_GATES[layer.kind], -1))
    products = blocks @ blocks.mT
    factors = products[..., :1, :1].clamp(min=_TOLERANCE)
    sorts = torch.full(blocks.shape[:2], _NEITHER)
    sorts[_is_identity(wholes.mT @ wholes)] = _PART_OF_WHOLE
    sorts[_is_identity(products / factors)] = _SCALED
    sorts[_is_identity(products)] = _ORTHOGONAL
    sorts[(blocks == before.view_as(blocks)).all(-1).all(-1)] = _AS_IT_WAS
    return " ".join("".join(_LETTERS[sort] for sort in row) for row in sorts.tolist())


def _in_words(before: Mapping[str, Value], reply: Reply) -> Value:
    """What each block of each weight_hh is now, and what else has changed."""
    old, new = before["layer"], reply.arguments[0]
    if not isinstance(new, Layer):
        return new
    alike = {name: w.shape for name, w in old.weights.items()} == {name: w.shape for name, w in new.weights.items()}
    weights = new.weights if alike else old.weights
    return {
        "same parameters": alike,
        "same layer": (new.kind, new.options) == (old.kind, old.options),
        "same mode": new.training == old.training,
        "blocks": _sorts(old, old.weights, weights),
        "input weights": _unchanged(old.weights, weights, "weight_ih"),
        "biases": _unchanged(old.weights, weights, "bias"),
        "trainable": not new.frozen,
    }


def _unchanged(old: Mapping[str, Tensor], new: Mapping[str, Tensor], begins: str) -> bool:
    return all(equal(weight, new[name]) for name, weight in old.items() if name.startswith(begins))


def _orthogonalized(
    where: Callable[[str], bool] = lambda name: name.startswith("weight_hh"),
    cut: Callable[[Tensor, nn.RNNBase], Sequence[Tensor]] = lambda weight, layer: weight.split(layer.hidden_size),
    make: Callable[[Tensor], object] = nn.init.orthogonal_,
    after: Callable[[nn.RNNBase], object] = lambda _layer: None,
) -> Callable[..., Any]:
    """Making every block orthogonal, with one part done another way."""

    def wrong(layer: nn.RNNBase) -> nn.RNNBase:
        with torch.no_grad():
            for name, weight in layer.named_parameters():
                if where(name):
                    for block in cut(weight, layer):
                        make(block)
        after(layer)
        return layer

    return wrong


def _biases_zeroed(layer: nn.RNNBase) -> None:
    for name, weight in layer.named_parameters():
        if name.startswith("bias"):
            weight.detach().zero_()


def _weights_made(layer: nn.RNNBase) -> None:
    """All input weights orthogonal as wholes."""
    for name, weight in layer.named_parameters():
        if name.startswith("weight_ih"):
            nn.init.orthogonal_(weight)


def _of(trial: Trial) -> Mapping[str, Any]:
    options: Mapping[str, Any] = trial.arguments["layer"].options
    return options


EXERCISE = Exercise(
    id="long/orthogonal",
    parameters=("layer",),
    points=3,
    trials=_trials,
    axes={"layer": "FHL"},
    settings={"kind": ("RNN", "LSTM", "GRU"), "bidirectional": (False, True)},
    also={
        "many layers": lambda trial: _of(trial)["num_layers"] > 10,
        "a GRU whose rows four divides": lambda trial: (
            trial.arguments["layer"].kind == "GRU" and _of(trial)["hidden_size"] % 4 == 0
        ),
        "a layer in eval mode": lambda trial: not trial.arguments["layer"].training,
        "no biases": lambda trial: not _of(trial)["bias"],
        "relu": lambda trial: _of(trial).get("nonlinearity") == "relu",
        "batch_first and dropout": lambda trial: _of(trial)["batch_first"] and _of(trial)["dropout"] > 0,
    },
    oracle=_orthogonalized(),
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a parameter of the layer is gone, or has another shape now"),
            "same layer": Plain(bool, wrong="the layer's options are not what they were"),
            "same mode": Plain(bool, wrong="the layer is not in the mode (train, eval) in which it came"),
            "blocks": Plain(
                str,
                wrong="somewhere a gate's block of weight_hh is not orthogonal",
                hint="Print block @ block.T for every block of H rows: which of them is not the identity?",
            ),
            "input weights": Plain(bool, wrong="the blocks are orthogonal, but weight_ih has changed"),
            "biases": Plain(bool, wrong="the blocks are orthogonal, but a bias has changed"),
            "trainable": Plain(bool, wrong="a parameter can no longer learn: its requires_grad is off"),
        },
        words="the layer that came in, of torch's own class",
    ),
    draws=True,  # as nn.init.orthogonal_ does; what it draws changes no fact below
    observe=_in_words,
    changes=frozenset({"layer"}),
    gradient=False,
    crashes=(
        Crash(
            "a function that returns multiple views",
            "written-without-no-grad",
            "Write into the blocks inside `with torch.no_grad():`.",
        ),
        Crash(
            "a view of a leaf Variable",
            "written-without-no-grad",
            "Write into the blocks inside `with torch.no_grad():`.",
        ),
        Crash(
            "Only tensors with 2 or more dimensions",
            "a-bias-too",
            "Biases have one axis, and none of them is recurrent: leave them out.",
        ),
    ),
    slips=(
        Slip(
            "nothing-changed",
            "the layer is as it was: none of its weights has changed",
            "Write into the parameters of the layer you are given, not into a copy.",
            lambda layer: layer,
        ),
        Slip(
            "whole-matrix",
            "you make the stacked weight_hh orthogonal as a whole: then the blocks of its gates are not",
            "Cut weight_hh into its gates first, H rows each.",
            _orthogonalized(cut=lambda weight, _layer: [weight]),
        ),
        Slip(
            "four-blocks",
            "you cut four blocks out of every weight_hh; a GRU has three gates, an RNN one block alone",
            "Blocks of layer.hidden_size rows: their number then comes by itself.",
            _orthogonalized(cut=lambda weight, _layer: weight.chunk(4)),
        ),
        Slip(
            "three-blocks",
            "you cut three blocks out of every weight_hh; an LSTM has four, an RNN one alone",
            "Blocks of layer.hidden_size rows: their number then comes by itself.",
            _orthogonalized(cut=lambda weight, _layer: weight.chunk(3)),
        ),
        Slip(
            "first-gate-only",
            "only the first block of each weight_hh has changed",
            "Go through all blocks of H rows.",
            _orthogonalized(cut=lambda weight, layer: [weight[: layer.hidden_size]]),
        ),
        Slip(
            "last-gate-only",
            "only the last block of each weight_hh has changed",
            "Go through all blocks of H rows.",
            _orthogonalized(cut=lambda weight, layer: [weight[-layer.hidden_size :]]),
        ),
        Slip(
            "input-weights-too",
            "the recurrent blocks are orthogonal, but you change weight_ih, too",
            "Only names that begin with weight_hh are to change.",
            _orthogonalized(after=_weights_made),
        ),
        Slip(
            "input-weights-only",
            "you change weight_ih; the recurrent weight is weight_hh, which is as it was",
            "hh is from hidden to hidden.",
            _orthogonalized(where=lambda name: name.startswith("weight_ih"), cut=lambda weight, _layer: [weight]),
        ),
        Slip(
            "first-layer-only",
            "you change layer 0 and leave the layers above it",
            "Go through all layers: names end in _l0, _l1, …",
            _orthogonalized(where=lambda name: name.startswith("weight_hh_l0")),
        ),
        Slip(
            "first-weight-only",
            "you change the forward direction of layer 0 and leave every other weight_hh",
            "Go through all names of layer.named_parameters().",
            _orthogonalized(where=lambda name: name == "weight_hh_l0"),
        ),
        Slip(
            "forward-only",
            "you change the forward direction and leave the backward one",
            "The names of the backward direction end in _reverse.",
            _orthogonalized(where=lambda name: name.startswith("weight_hh") and not name.endswith("_reverse")),
        ),
        Slip(
            "first-ten-layers",
            "you change layers 0 to 9 and leave those above",
            "A layer's number may have two digits.",
            _orthogonalized(where=lambda name: name.startswith("weight_hh") and not name.endswith("_l10")),
        ),
        Slip(
            "scaled",
            "your blocks are orthogonal but for a factor: their rows have not length 1",
            "Leave out the gain.",
            _orthogonalized(make=lambda block: nn.init.orthogonal_(block, gain=5 / 3)),
        ),
        Slip(
            "biases-zeroed",
            "the blocks are orthogonal, but you change the biases, too",
            "Only names that begin with weight_hh are to change.",
            _orthogonalized(after=_biases_zeroed),
        ),
        Slip(
            "frozen",
            "the blocks are orthogonal, but the layer can no longer learn: requires_grad is off",
            "Write inside `with torch.no_grad():`, and leave requires_grad as it is.",
            _orthogonalized(after=lambda layer: layer.requires_grad_(False)),
        ),
        Slip(
            "left-in-eval-mode",
            "the blocks are orthogonal, but the layer is in eval mode now; it came in training mode",
            "This needs no change of mode: leave out eval(), or undo it at the end.",
            _orthogonalized(after=nn.Module.eval),
        ),
    ),
)

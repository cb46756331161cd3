"""Handing the state of one LSTM over to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, SMALL, Random, Sizes, Trial, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.lstm.states import State


def _arguments(random: Random, sizes: Sizes, training: bool) -> Mapping[str, Value]:
    shared = {"hidden_size": sizes.H, "num_layers": sizes.L}
    return {
        "encoder": random.layer("LSTM", training, input_size=sizes.F, **shared),
        "decoder": random.layer("LSTM", training, input_size=sizes.G, **shared),
        "source": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "target": random.input(sizes, sizes.S, sizes.B, sizes.G),
    }


_EDGES = (
    "T=1 S=1",
    "B=1",
    "H=1",
    "L=1",
    "F=1 G=1 far=1",
    "T=3 S=3",
    "equal",
    "T=66 S=66",
    "T=2 S=2 L=1 B=66 F=66 G=66 H=66",
)


def _trials(random: Random) -> Iterator[Trial]:
    settings = ({"training": True}, {"training": False})
    words = {
        "F=1 G=1 far=1": "a single feature in source and target (input_size = 1), and numbers far from zero",
        "T=2 S=2 L=1 B=66 F=66 G=66 H=66": "many examples, features and hidden units (66 each)",
    }
    words |= {"T=66 S=66": "long sequences (seq_len = 66)"}
    for trial in trials(_arguments, *_EDGES, settings=settings, once=_EDGES, words=words, falling=SMALL)(random):
        slow = trial.edge in (EDGES["B=1"], *words.values())  # gradients through two layers take long
        yield replace(trial, gradient=trial.gradient and not slow)


def _hand_over_but(
    hand: Callable[[Tensor, Tensor], State] = lambda h, c: (h, c),
    read: Callable[[Tensor], Tensor] = lambda source: source,
    finish: Callable[[Tensor], Tensor] = lambda output: output,
) -> Callable[..., Any]:
    """Encode, hand the state over with `hand`, decode."""

    def answer(encoder: nn.LSTM, decoder: nn.LSTM, source: Tensor, target: Tensor) -> Tensor:
        _, state = encoder(read(source))
        return finish(decoder(target, hand(*state))[0])

    return answer


def _top(state: Tensor) -> Tensor:
    return state[-1:].expand_as(state).contiguous()


def _first_of(state: Tensor) -> Tensor:
    return torch.cat([state[:1], torch.zeros_like(state[1:])])


def _restarted(encoder: nn.LSTM, decoder: nn.LSTM, source: Tensor, target: Tensor) -> Tensor:
    _, state = encoder(source)
    return torch.cat([decoder(y, state)[0] for y in target.split(1)])


EXERCISE = Exercise(
    id="lstm/encoder-to-decoder",
    parameters=("encoder", "decoder", "source", "target"),
    points=2,
    trials=_trials,
    axes={"encoder": "FHL", "decoder": "GHL", "source": "TBF", "target": "SBG"},
    also={
        "layers in eval mode": lambda trial: not trial.arguments["encoder"].training,
    },
    oracle=_hand_over_but(),
    returns=TensorOf(("seq_len", "batch", "hidden_size")),
    slips=(
        Slip(
            "nothing-handed-over",
            "your decoder starts from zeros: nothing of the source reaches it",
            "Pass the encoder's final state to the decoder as its second argument.",
            _hand_over_but(lambda h, c: (0 * h, 0 * c)),
        ),
        Slip(
            "h-only",
            "only h is handed over; the decoder's c starts from zeros",
            "An LSTM's state is the pair (h, c): hand over both.",
            _hand_over_but(lambda h, c: (h, 0 * c)),
        ),
        Slip(
            "c-only",
            "only c is handed over; the decoder's h starts from zeros",
            "An LSTM's state is the pair (h, c): hand over both.",
            _hand_over_but(lambda h, c: (0 * h, c)),
        ),
        Slip(
            "state-swapped",
            "you hand over (c, h); the order is (h, c)",
            "Keep the order in which the encoder returns them.",
            _hand_over_but(lambda h, c: (c, h)),
        ),
        Slip(
            "h-twice",
            "you hand over h as both h and c",
            "The encoder returns output, (h_n, c_n): use both parts of the pair.",
            _hand_over_but(lambda h, _c: (h, h)),
        ),
        Slip(
            "layers-reversed",
            "the layers are in reverse order: the decoder's first layer gets the state of the encoder's last",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (h.flip(0), c.flip(0))),
        ),
        Slip(
            "top-layer-everywhere",
            "every layer of the decoder gets the state of the encoder's top layer",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (_top(h), _top(c))),
        ),
        Slip(
            "last-output-everywhere",
            "every layer of the decoder gets the encoder's last output as its h; output is the top layer only",
            "h_n holds the last state of every layer.",
            _hand_over_but(lambda h, c: (_top(h), c)),
        ),
        Slip(
            "first-layer-only",
            "every layer of the decoder gets the state of the encoder's first layer",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (h[:1].expand_as(h).contiguous(), c[:1].expand_as(c).contiguous())),
        ),
        Slip(
            "tanh-of-c",
            "you hand over tanh(c); the decoder wants c itself, and applies the tanh on its way to h",
            "Pass the state as the encoder returns it.",
            _hand_over_but(lambda h, c: (h, c.tanh())),
        ),
        Slip(
            "first-layer-and-zeros",
            "only the decoder's first layer gets a state; the layers above it start from zeros",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (_first_of(h), _first_of(c))),
        ),
        Slip(
            "state-every-step",
            "every step of your decoder starts from the encoder's state; its own state is never handed on",
            "Give the decoder the whole target at once, or pass on the state it returns.",
            _restarted,
        ),
        Slip(
            "returned-the-state",
            "these are the decoder's last states, a row for each layer; asked for is its output at every step",
            "The decoder returns output, (h_n, c_n): which of them has an axis for time?",
            lambda encoder, decoder, source, target: decoder(target, encoder(source)[1])[1][0],
        ),
        Slip(
            "source-reversed",
            "your encoder reads the source from its end",
            "Pass the source as it is.",
            _hand_over_but(read=lambda source: source.flip(0)),
        ),
        Slip(
            "source-read-twice",
            "your encoder reads the source twice, the second time from where it ended the first",
            "One call of the encoder gives the whole state.",
            _hand_over_but(read=lambda source: torch.cat([source, source])),
        ),
        Slip(
            "target-cut",
            "your decoder takes no more steps than the source has; the target has a length of its own",
            "zip ends with the shorter of the two: the decoder needs the target alone, and a state.",
            lambda encoder, decoder, source, target: _hand_over_but()(encoder, decoder, source, target[: len(source)]),
        ),
        Slip(
            "last-step-only",
            "this is the decoder's last output only; asked for is the output at every step",
            "Return the whole output.",
            _hand_over_but(finish=lambda output: output[-1]),
        ),
        Slip(
            "state-detached",
            "the values are right, but the state is cut from the encoder: the encoder would never learn",
            "Hand over the state as the encoder returns it, without detach(), .data or torch.no_grad().",
            _hand_over_but(lambda h, c: (h.detach(), c.detach())),
        ),
        Slip(
            "c-detached",
            "the values are right, but c is cut from the encoder: gradients reach it through h only",
            "Hand over both parts as the encoder returns them, without detach() or .data.",
            _hand_over_but(lambda h, c: (h, c.detach())),
        ),
    ),
)

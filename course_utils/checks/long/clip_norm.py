"""Scaling all gradients together so that their norm is at most max_norm; the norm before it comes back.

What PyTorch does: https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.clip_norm import Clipped, gradients_clipped
from course_utils.checks.learner.values import Value, tensors

_GRADIENTS, _ONCE = "with gradients", "to be gone through once"
Gradients = Sequence[Tensor | None]


def _norm(gradients: Value) -> Tensor:
    """The norm of all gradients together, summed in float64."""
    norm: Tensor = torch.cat([torch.zeros(1), *(each.flatten() for each in tensors(gradients))]).double().norm()
    return norm


def _arguments(
    random: Random, P: int, R: int, C: int, once: bool, times: float, scale: float = 1.0, far: int = 0
) -> Mapping[str, Value]:
    """P parameters of several shapes; max_norm is `times` the norm of their gradients. The second has no gradient."""
    shapes = [((R, C), (R,), (C, R), (2, R))[k % 4] for k in range(P)]
    weights = tuple(random.input(Sizes(far=far), *shape) for shape in shapes)
    gradients = tuple(None if k % 5 == 1 else random.normal(*shape, scale=scale) for k, shape in enumerate(shapes))
    return _called(weights, gradients, times * float(_norm(gradients)), once)


def _called(weights: Value, gradients: Value, max_norm: float, once: bool) -> Mapping[str, Value]:
    return {"parameters": weights, _GRADIENTS: gradients, "max_norm": max_norm, _ONCE: once}


def _trials(random: Random) -> Iterator[Trial]:
    yield Trial(_arguments(random, P=4, R=6, C=5, once=False, times=0.1))
    yield Trial(_arguments(random, P=3, R=5, C=7, once=True, times=0.97, scale=10.0))
    yield Trial(_arguments(random, P=9, R=8, C=4, once=False, times=3.0))
    yield Trial(_arguments(random, P=5, R=3, C=2, once=True, times=1.25))
    yield Trial(_arguments(random, P=4, R=7, C=9, once=True, times=0.15, scale=0.03))
    for once in (False, True):
        yield Trial(_arguments(random, P=1, R=6, C=5, once=once, times=0.5), "a single parameter (P = 1)")
        yield Trial(_arguments(random, P=4, R=1, C=5, once=once, times=0.5), "weights of a single row (H = 1)")
        yield Trial(_arguments(random, P=4, R=6, C=1, once=once, times=0.5), "weights of a single column (F = 1)")
        weights, gradients, *_ = _arguments(random, P=4, R=6, C=5, once=once, times=1.0).values()
        yield Trial(
            _called(weights, tuple(each if each is None else 0 * each for each in gradients), 1.5, once),
            "gradients that are all zero",
        )
        yield Trial(_called(weights, (None,) * len(weights), 1.5, once), "no gradients at all")
    yield Trial(_arguments(random, P=4, R=4, C=4, once=False, times=0.5), EDGES["equal"])
    yield Trial(_arguments(random, P=66, R=2, C=3, once=True, times=0.5), "many parameters (66)")
    yield Trial(_arguments(random, P=2, R=66, C=70, once=False, times=0.5), "large weights (66, 70)")
    yield Trial(
        _arguments(random, P=5, R=4, C=3, once=False, times=0.2, scale=1000.0, far=1),
        "weights and gradients far from zero",
    )


def _joined(gradients: Sequence[Tensor]) -> Tensor:
    return torch.cat([gradient.flatten() for gradient in gradients])


def _but(
    norm_of: Callable[[list[Tensor]], Tensor] = lambda gradients: _joined(gradients).norm(),
    factor: Callable[[Tensor, float], Any] = lambda norm, max_norm: min(1.0, max_norm / (float(norm) or 1.0)),
    change: Callable[[Tensor, Any, float], object] = lambda gradient, by, _max_norm: gradient.mul_(by),
    returned: Callable[[Tensor, Any], Any] = lambda norm, _by: norm,
    which: Callable[[list[nn.Parameter]], list[nn.Parameter]] = lambda parameters: parameters,
) -> Callable[..., Any]:
    """Clipping with one part done another way."""

    def wrong(parameters: Any, max_norm: float) -> Any:
        with_gradient = [parameter for parameter in parameters if parameter.grad is not None]
        if not with_gradient:
            return torch.zeros(())
        norm = norm_of([parameter.grad for parameter in with_gradient])
        by = factor(norm, max_norm)
        for parameter in which(with_gradient):
            assert parameter.grad is not None
            change(parameter.grad, by, max_norm)
        return returned(norm, by)

    return _used(wrong)


def _used(answer: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: gradients_clipped(answer, *arguments)


def _in_words(before: Mapping[str, Value], reply: Reply) -> Value:
    """The norm, as a float, and the gradients, in one row."""
    clipped, old = Clipped.of(reply.value), before[_GRADIENTS]
    if clipped is None:
        return reply.value
    norm, new = clipped.norm, clipped.gradients
    none_kept = [each is None for each in new] == [each is None for each in old]
    is_number = type(norm) is int or (isinstance(norm, Tensor) and norm.numel() == 1)
    return {
        "without axes": not (isinstance(norm, Tensor) and norm.dim()),
        "the norm": float(norm) if is_number else norm,
        "None stays None": none_kept,
        "gradients": torch.cat([torch.zeros(0), *(each.flatten() for each in tensors(new if none_kept else old))]),
    }


def _of_weights(parameters: Any, max_norm: float) -> Any:
    parameters = list(parameters)
    norm = torch.cat([parameter.detach().flatten() for parameter in parameters]).norm()
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.mul_(min(1.0, max_norm / float(norm)))
    return norm


def _none_filled(parameters: Any, max_norm: float) -> Any:
    parameters = list(parameters)
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    return nn.utils.clip_grad_norm_(parameters, max_norm)


def _used_up(parameters: Any, max_norm: float) -> Any:
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    norm = torch.cat([torch.zeros(1), *(gradient.flatten() for gradient in gradients)]).norm()
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.mul_(min(1.0, max_norm / (float(norm) or 1.0)))
    return norm


def _alone(gradient: Tensor, _by: Any, max_norm: float) -> None:
    gradient.mul_(min(1.0, max_norm / (float(gradient.norm()) or 1.0)))


def _always(norm: Tensor, max_norm: float) -> float:
    return max_norm / (float(norm) or 1.0)


def _times(trial: Trial) -> float:
    """max_norm divided by the norm of all gradients; 0 if that is 0."""
    norm = float(_norm(trial.arguments[_GRADIENTS]))
    return float(trial.arguments["max_norm"] / norm) if norm else 0.0


def _all_none(trial: Trial) -> bool:
    return all(gradient is None for gradient in trial.arguments[_GRADIENTS])


EXERCISE = Exercise(
    id="long/clip-norm",
    parameters=("parameters", "max_norm"),
    points=3,
    trials=_trials,
    axes={"parameters": "PRC"},
    settings={_ONCE: (False, True)},
    also={
        "a norm much larger than max_norm": lambda trial: 0 < _times(trial) < 0.15,
        "a little larger": lambda trial: 0.95 < _times(trial) < 1,
        "a little smaller": lambda trial: 1.2 < _times(trial) < 1.3,
        "much smaller": lambda trial: _times(trial) > 2,
        "a parameter without a gradient": lambda trial: 0 < trial.arguments[_GRADIENTS].count(None) < 3,
        "no gradients": _all_none,
        "gradients of zero": lambda trial: not _all_none(trial) and float(_norm(trial.arguments[_GRADIENTS])) == 0,
        "large gradients": lambda trial: any(
            (each.abs() > 1000).any() for each in tensors(trial.arguments[_GRADIENTS])
        ),
        "a norm below 1, and larger than max_norm": lambda trial: (
            trial.arguments["max_norm"] < float(_norm(trial.arguments[_GRADIENTS])) < 1
        ),
        "max_norm below 1": lambda trial: trial.arguments["max_norm"] < 1,
        "max_norm far above 1": lambda trial: trial.arguments["max_norm"] > 20,
    },
    oracle=_used(nn.utils.clip_grad_norm_),
    returns=DictOf(
        {
            "without axes": Plain(
                bool,
                wrong="what comes back is a tensor with an axis; asked for is a float or a tensor without axes",
                hint="`.item()` makes a float of a tensor that holds one number.",
            ),
            "the norm": Plain(
                float,
                wrong="what comes back is not the norm of all gradients together, as it was before",
                hint="Two gradients are [3., 0.] and [0., 4.]: what is the norm of all these numbers together?",
            ),
            "None stays None": Plain(
                bool,
                wrong="the norm is right, but a gradient has become None, or is no longer None",
                hint="A parameter without a gradient took no part in the loss: pass it by.",
            ),
            "gradients": TensorOf(
                ("numbers",),
                wrong="the norm is right, but the gradients are not what they should be after the call",
                hint="By which number is each gradient multiplied, and when by none at all?",
            ),
        },
        words="the norm before, a float or a tensor without axes",
    ),
    observe=_in_words,
    changes=frozenset({_GRADIENTS}),
    gradient=False,
    use=gradients_clipped.__name__,
    by_hand={name: name for name in ("nn.utils.clip_grad_norm_", "nn.utils.get_total_norm")},
    crashes=(
        Crash(
            "'NoneType' object|unsupported operand type.*NoneType|NoneType.* and|must be Tensor, not NoneType",
            "none-not-skipped",
            "Some parameters have no gradient: their .grad is None. Leave those out.",
        ),
        Crash(
            "but got NoneType|found NoneType|Tensor as element .* got NoneType",
            "none-not-skipped",
            "Some parameters have no gradient: their .grad is None. Leave those out.",
        ),
        Crash(
            "expected a non-empty list|non-empty TensorList|stack expects a non-empty",
            "no-gradients-at-all",
            "It may be that no parameter has a gradient: what is the norm then?",
        ),
        Crash(
            "division by zero",
            "divided-by-zero",
            "The norm may be 0: then there is nothing to divide by, and nothing to scale.",
        ),
        Crash(
            "has no len|is not subscriptable",
            "gone-through-twice",
            "What model.parameters() gives has no length and can be gone through only once: make a list of it first.",
        ),
    ),
    slips=(
        Slip(
            "one-by-one",
            "you scale each gradient by its own norm; scaled together they keep their direction",
            "One number for all: the norm of all gradients together gives it.",
            _but(change=_alone),
        ),
        Slip(
            "by-value",
            "you cut each number of the gradients at max_norm; that changes their direction",
            "Multiply all of them by one number.",
            _but(change=lambda gradient, _by, max_norm: gradient.clamp_(-max_norm, max_norm)),
        ),
        Slip(
            "always-scaled",
            "you scale short gradients up to max_norm, too; those must stay as they are",
            "max_norm is a limit, not a length.",
            _but(factor=_always),
        ),
        Slip(
            "never-scaled",
            "the norm is right, but no gradient has changed",
            "Change what stands in .grad: multiply it in place, or assign the product to it.",
            _but(change=lambda _gradient, _by, _max_norm: None),
        ),
        Slip(
            "gone-through-twice",
            "the norm is right, but nothing is scaled where the parameters can be gone through only once",
            "model.parameters() is used up by the first loop: make a list of it first.",
            _used(_used_up),
        ),
        Slip(
            "norm-after",
            "the gradients are right, but you return their norm after the scaling",
            "Keep the norm before you scale; a plot of it shows where the gradient exploded.",
            _but(returned=lambda norm, by: norm * by),
        ),
        Slip(
            "sum-of-norms",
            "you add the norms of the gradients; the norm of all numbers together is smaller",
            "Add the squares, and take one root at the end.",
            _but(norm_of=lambda gradients: torch.stack([gradient.norm() for gradient in gradients]).sum()),
        ),
        Slip(
            "no-root",
            "you return and use the sum of the squares: the root is missing",
            "The norm of [3., 4.] is 5.",
            _but(norm_of=lambda gradients: _joined(gradients).square().sum()),
        ),
        Slip(
            "sum-of-absolute-values",
            "your norm adds absolute values; asked for is the root of the sum of squares",
            "The norm of [3., 4.] is 5.",
            _but(norm_of=lambda gradients: _joined(gradients).abs().sum()),
        ),
        Slip(
            "largest-entry",
            "your norm is the largest number; asked for is the root of the sum of squares",
            "The norm of [3., 4.] is 5.",
            _but(norm_of=lambda gradients: _joined(gradients).abs().max()),
        ),
        Slip(
            "largest-norm",
            "your norm is that of the longest gradient; asked for is that of all of them together",
            "All numbers of all gradients are one long row: what is its norm?",
            _but(norm_of=lambda gradients: torch.stack([gradient.norm() for gradient in gradients]).max()),
        ),
        Slip(
            "mean-square",
            "your norm takes the mean of the squares, which forgets how many numbers there are",
            "Sum the squares.",
            _but(norm_of=lambda gradients: _joined(gradients).square().mean().sqrt()),
        ),
        Slip(
            "mean-norm",
            "your norm is the mean of the gradients' norms; asked for is that of all of them together",
            "All numbers of all gradients are one long row: what is its norm?",
            _but(norm_of=lambda gradients: torch.stack([gradient.norm() for gradient in gradients]).mean()),
        ),
        Slip(
            "last-parameter",
            "your norm is that of the last gradient alone",
            "Add up over the whole loop, and begin with 0 before it.",
            _but(norm_of=lambda gradients: gradients[-1].norm()),
        ),
        Slip(
            "weights-for-gradients",
            "this is the norm of the weights; asked for is that of the gradients",
            "A parameter's gradient is its .grad.",
            _used(_of_weights),
        ),
        Slip(
            "none-filled",
            "a parameter without a gradient has one of zeros now; it must stay without",
            "Pass by where .grad is None.",
            _used(_none_filled),
        ),
        Slip(
            "to-length-one",
            "your gradients have length 1 afterwards, whatever max_norm is",
            "Which number must the norm be multiplied by to give max_norm?",
            _but(factor=lambda norm, max_norm: 1 / float(norm) if norm > max_norm else 1.0),
        ),
        Slip(
            "limit-of-one",
            "you clip to 1 whatever max_norm is",
            "Use max_norm.",
            _but(factor=lambda norm, _max_norm: min(1.0, 1 / (float(norm) or 1.0))),
        ),
        Slip(
            "upside-down",
            "your factor is upside down: long gradients grow",
            "Long gradients must shrink: the factor is below 1 for them.",
            _but(factor=lambda norm, max_norm: float(norm) / max_norm if norm > max_norm else 1.0),
        ),
        Slip(
            "factor-returned",
            "the gradients are right, but what comes back is the number they were multiplied by",
            "Return the norm as it was before.",
            _but(returned=lambda _norm, by: torch.tensor(by)),
        ),
    ),
)

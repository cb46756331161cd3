"""One pass over the chunks of a long series: a step for each chunk, the state carried on and cut off in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, SMALL, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.tbptt import MOMENTUM, RATE, Pass, pass_taken
from course_utils.checks.learner.values import Value

_LAYER, _HEAD = "model with layer", "and head"
Model = Callable[..., tuple[Tensor, Any]]


def _trial(random: Random, sizes: Sizes, kind: str, steps: Sequence[int], edge: str = "", num_layers: int = 1) -> Trial:
    """A trial with chunks of so many steps; `sizes.S` is the number of features that are forecast."""
    layer = random.layer(kind, input_size=sizes.F, hidden_size=sizes.H, num_layers=num_layers)
    head = random.layer("Linear", in_features=sizes.H, out_features=sizes.S)
    chunks = tuple((random.input(sizes, T, sizes.B, sizes.F), random.normal(T, sizes.B, sizes.S)) for T in steps)
    return Trial({_LAYER: layer, _HEAD: head, "chunks": chunks}, edge)


def _trials(random: Random) -> Iterator[Trial]:
    yield _trial(random, HOUSE, "LSTM", [7, 7, 7])  # PyTorch has a faster LSTM than GRU
    for kind, rising in (("GRU", RISING), ("LSTM", RISING[::-1])):
        sizes = random.sizes(rising, pool=SMALL)
        yield _trial(random, sizes, kind, [sizes.T, sizes.T, sizes.T - 1])
    one = "a single number to read and to forecast (input_size = out_features = 1)"
    yield _trial(random, replace(HOUSE, F=1, S=1), "GRU", [2, 2], one)
    yield _trial(random, replace(HOUSE, B=1, F=1, S=1), "LSTM", [2, 2], f"{one}, and {EDGES['B=1']}")
    # The state of two layers has two rows, as a pair has two parts.
    two = f"chunks of one step (seq_len = 1), two layers, {EDGES['B=1']}, and {EDGES['H=1']}"
    yield _trial(random, replace(HOUSE, B=1, H=1), "GRU", [1, 1], two, num_layers=2)
    many = f"many chunks (11) of one step (seq_len = 1), and {EDGES['H=1']}"
    yield _trial(random, replace(HOUSE, H=1), "LSTM", [1] * 11, many)
    yield _trial(random, EQUAL, "LSTM", [4], f"a single chunk, and {EDGES['equal']}")
    many = "many examples, features and units (66 each), and numbers far from zero"
    yield _trial(random, replace(HOUSE, B=66, F=66, H=66, S=66, far=1), "GRU", [2, 2], many)
    yield _trial(random, HOUSE, "LSTM", [66, 1], "a long chunk, and one step at the end (seq_len = 66 and 1)")


def _cut(state: Any) -> Any:
    return state.detach() if isinstance(state, Tensor) else tuple(each.detach() for each in state)


def _as_it_is(state: Any) -> Any:
    return state


def _in_order(
    calls: str,
    loss_of: Callable[[Tensor, Tensor], Tensor] = mse_loss,
    carried: Callable[[Any], Any] = _cut,
    told: Callable[[list[float]], Any] = _as_it_is,
    read: slice = slice(None),
) -> Callable[..., Any]:
    """A pass with these calls for each chunk that is read, in this order."""

    def answer(model: Any, chunks: list[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer) -> Any:
        state: Any = None
        losses: list[float] = []
        for x, y in chunks[read]:
            loss = torch.zeros(())
            for call in calls.split():
                match call:
                    case "eval" | "train":
                        model.train(call == "train")
                    case "zero":
                        optimizer.zero_grad()
                    case "zero-once" if not losses:
                        optimizer.zero_grad()
                    case "loss":
                        output, new = model(x, state)
                        loss = loss_of(output, y)
                    case "backward":
                        loss.backward()
                    case "step":
                        optimizer.step()
                    case "again":
                        loss = loss_of(model(x, state)[0], y)
                    case "mean":
                        loss = loss / y.numel()
                    case "descend":
                        with torch.no_grad():
                            for weight in model.parameters():
                                weight.sub_(optimizer.param_groups[0]["lr"] * weight.grad)
            state = carried(new)
            losses.append(loss.item())
        return told(losses)

    return _used(answer)


def _used(answer: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: pass_taken(answer, *arguments)


def _one_step(scale: Callable[[list[Tensor]], Tensor], cut: Callable[[Any], Any]) -> Callable[..., Any]:
    """A pass whose losses go together into one step at the end."""

    def answer(model: Any, chunks: list[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer) -> Any:
        state: Any = None
        losses = []
        optimizer.zero_grad()
        for x, y in chunks:
            output, state = model(x, state)
            losses.append(mse_loss(output, y))
            state = cut(state)
        scale(losses).backward()
        optimizer.step()
        return [loss.item() for loss in losses]

    return _used(answer)


def _first_state_only(model: Any, chunks: list[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer) -> Any:
    """The state of the first chunk, which every later chunk starts from."""
    kept: Any = None
    losses = []
    for x, y in chunks:
        optimizer.zero_grad()
        output, new = model(x, kept)
        kept = _cut(new) if kept is None else kept
        loss = mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def _second_look(model: Any, chunks: list[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer) -> Any:
    state: Any = None
    losses = []
    for x, y in chunks:
        optimizer.zero_grad()
        loss = mse_loss(model(x, state)[0], y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = _cut(model(x, state)[1])
    return losses


_LIST = "a list of floats"
_RIGHT_ORDER = "zero loss backward step"


def _sort(returned: Value) -> str:
    if isinstance(returned, tuple):
        sorts = {Tensor: "a list of tensors", float: _LIST}
        return sorts.get(type(returned[0]), "another list") if len(set(map(type, returned))) == 1 else "another list"
    if isinstance(returned, Tensor) and returned.dim():
        return "a tensor of numbers"
    return "None" if returned is None else "no list"


def _in_words(before: Mapping[str, Value], reply: Reply) -> Value:
    """The losses, in one row, and the weights after the pass."""
    taken = Pass.of(reply.value)
    if taken is None:
        return reply.value
    losses, count = taken.returned, len(before["chunks"])
    sort = _sort(losses)
    whole = sort == _LIST and len(losses) == count
    return {
        "sort": sort,
        "one for each chunk": whole or sort != _LIST,
        "the list of losses": torch.tensor(losses if whole else [0.0] * count),
        "weights": taken.weights,
        "training": taken.training,
        "chunks": taken.chunks == tuple(range(count)),
        "options": taken.options == (RATE, MOMENTUM),
    }


def _forecast(trial: Trial) -> int:
    """How many numbers are forecast at each step."""
    return int(trial.arguments[_HEAD].options["out_features"])


def _chunks(trial: Trial) -> list[int]:
    """The number of steps of each chunk."""
    return [len(x) for x, _ in trial.arguments["chunks"]]


_WHICH_STATE = "The state of a GRU is one tensor, and only that of an LSTM a pair (h, c): ask with isinstance."
_NO_CUT = (
    "At the border of two chunks the gradient must end: cut the state off before the next chunk begins from it. "
    "Of a pair, cut off both."
)
_HINT = "Take two chunks by hand: which state does each begin from, with which weights, and what is cleared before?"

EXERCISE = Exercise(
    id="long/tbptt",
    parameters=("model", "chunks", "optimizer"),
    points=3,
    trials=_trials,
    axes={_LAYER: "FH", _HEAD: "HC", "chunks": "_TBF"},
    settings={"kind": ("LSTM", "GRU")},
    also={
        "a single chunk": lambda trial: len(_chunks(trial)) == 1,
        "two chunks": lambda trial: len(_chunks(trial)) == 2,
        "three chunks": lambda trial: len(_chunks(trial)) == 3,
        "many chunks": lambda trial: len(_chunks(trial)) > 10,
        "a shorter last chunk": lambda trial: _chunks(trial)[-1] < _chunks(trial)[0],
        "a last chunk of one step": lambda trial: _chunks(trial)[-1] == 1 < _chunks(trial)[0],
        "a shorter chunk after two": lambda trial: len(_chunks(trial)) == 3 and _chunks(trial)[2] < _chunks(trial)[1],
        "one number to forecast at several steps": lambda trial: _forecast(trial) == 1 < _chunks(trial)[0],
        "several numbers to forecast at one step": lambda trial: _forecast(trial) > 1 == _chunks(trial)[0],
        "a GRU of two layers": lambda trial: (
            trial.arguments[_LAYER].kind == "GRU" and trial.arguments[_LAYER].options["num_layers"] == 2
        ),
    },
    oracle=_in_order(_RIGHT_ORDER),  # the tests work it out without an optimizer
    returns=DictOf(
        {
            "sort": Plain(
                str,
                wrong="what comes back is not a list of floats",
                hint="loss.item() is a float; append it to a list that begins empty before the loop.",
            ),
            "one for each chunk": Plain(
                bool,
                wrong="the list has not one loss for each chunk",
                hint="Begin with an empty list before the loop, append once in each round, and return after the loop.",
            ),
            "the list of losses": TensorOf(("chunks",), hint=_HINT),
            "weights": TensorOf(
                ("numbers",), wrong="the losses are right, but after the pass the weights are not", hint=_HINT
            ),
            "training": Plain(
                bool,
                wrong="losses and weights are right, but the model, or a part of it, is left in eval mode",
                hint="The model comes in training mode: leave it in that.",
            ),
            "chunks": Plain(
                bool,
                wrong="losses and weights are right, but the list of chunks is not as it was given",
                hint="Go through the list with `for`; pop, sort and reverse change it.",
            ),
            "options": Plain(
                bool,
                wrong="losses and weights are right, but the optimizer has another rate or momentum than before",
                hint="Leave the options of the optimizer alone.",
            ),
        },
        words="the loss of each chunk, a list of floats",
    ),
    observe=_in_words,
    changes=frozenset({_LAYER, _HEAD}),
    gradient=False,
    use=pass_taken.__name__,
    crashes=(
        Crash("backward through the graph a second time", "not-cut-off", _NO_CUT),
        Crash(
            "modified by an inplace operation",
            "graph-retained",
            "retain_graph keeps the old graphs, whose weights the step has changed. Do without it: cut the state off"
            " before the next chunk begins from it.",
        ),
        Crash(
            "'tuple' object has no attribute 'detach'|'tuple' object has no attribute 'data'",
            "pair-not-taken-apart",
            "The state of an LSTM is a pair (h, c): cut off both.",
        ),
        Crash(r"not enough values to unpack \(expected 2, got 1\)", "state-always-a-pair", _WHICH_STATE),
        Crash("'tuple' object has no attribute 'dim'", "tensor-taken-for-a-pair", _WHICH_STATE, line=r"model\("),
        Crash(
            "'NoneType' object|cannot unpack non-iterable NoneType",
            "none-not-handled",
            "Before the first chunk the state is None: that has nothing to cut off. Cut off what a chunk leaves.",
        ),
    ),
    slips=(
        Slip(
            "state-not-carried",
            "every chunk of yours begins from zeros; it must begin where the chunk before it ended",
            "Keep the state that the model returns, and hand it to the model with the next chunk.",
            _in_order(_RIGHT_ORDER, carried=lambda _state: None),
        ),
        Slip(
            "h-only-carried",
            "of an LSTM's state you carry h and set c to zeros",
            "Carry the pair.",
            _in_order(
                _RIGHT_ORDER,
                carried=lambda state: (
                    _cut(state) if isinstance(state, Tensor) else (state[0].detach(), torch.zeros_like(state[1]))
                ),
            ),
        ),
        Slip(
            "no-zero-grad",
            "old gradients are never cleared: backward adds to what is there, so every step follows all chunks so far",
            "zero_grad clears them, before each backward.",
            _in_order("loss backward step"),
        ),
        Slip(
            "zero-grad-last",
            "you clear the gradients after the step only: those that were there when the pass began count, too",
            "Clear the gradients at a place where it helps whatever happened before.",
            _in_order("loss backward step zero"),
        ),
        Slip(
            "zero-grad-once",
            "you clear the gradients once, before the loop: later steps follow earlier chunks, too",
            "backward adds to what is there: clear the gradients in each round.",
            _in_order("zero-once loss backward step"),
        ),
        Slip(
            "eval-mode",
            "your pass is taken in eval mode; the model comes in training mode, and is to be trained in it",
            "Leave out model.eval(): it is for measuring.",
            _in_order(f"eval {_RIGHT_ORDER}"),
        ),
        Slip(
            "eval-mode-and-back",
            "your pass is taken in eval mode, though the model is in training mode afterwards",
            "Leave out model.eval(): it is for measuring.",
            _in_order(f"eval {_RIGHT_ORDER} train"),
        ),
        Slip(
            "first-chunk-only",
            "your function ends after the first chunk: it returns one loss, and takes one step",
            "A `return` inside the loop ends the function in its first round.",
            _in_order(_RIGHT_ORDER, read=slice(1)),
        ),
        Slip(
            "weights-never-move",
            "no weight has moved: step is missing, or there are no gradients (yet, or any more) when it comes",
            "Say in words what each of the calls needs and what it leaves behind; the order follows.",
            _in_order("zero loss backward"),
        ),
        Slip(
            "one-step-for-all",
            "you take one step at the end of the pass, for the sum of all losses; asked for is one after each chunk",
            "Backward and step belong into the loop.",
            _one_step(lambda losses: torch.stack(losses).sum(), _as_it_is),
        ),
        Slip(
            "one-step-for-all-cut",
            "the state is cut off, but you take one step, at the end of the pass; asked for is one after each chunk",
            "Backward and step belong into the loop.",
            _one_step(lambda losses: torch.stack(losses).sum(), _cut),
        ),
        Slip(
            "one-step-for-the-mean",
            "you take one step at the end of the pass, for the mean of all losses; asked for is one after each chunk",
            "Backward and step belong into the loop.",
            _one_step(lambda losses: torch.stack(losses).mean(), _as_it_is),
        ),
        Slip(
            "one-step-for-the-mean-cut",
            "the state is cut off, but you take one step, for the mean of the losses; asked for is one for each chunk",
            "Backward and step belong into the loop.",
            _one_step(lambda losses: torch.stack(losses).mean(), _cut),
        ),
        Slip(
            "state-of-the-first-chunk",
            "every later chunk begins from the state after the first one",
            "Overwrite the state in each round of the loop.",
            _used(_first_state_only),
        ),
        Slip(
            "read-twice",
            "you read each chunk a second time, after the step, for the state; one reading gives output and state",
            "The model returns both at once.",
            _used(_second_look),
        ),
        Slip(
            "steps-twice",
            "each chunk of yours takes two steps",
            "Call step once for each chunk.",
            _in_order(f"{_RIGHT_ORDER} step"),
        ),
        Slip(
            "loss-after-step",
            "the weights are right, but your losses are those after each step",
            "Return the losses that backward was called on.",
            _in_order(f"{_RIGHT_ORDER} again"),
        ),
        Slip(
            "optimizer-bypassed",
            "the first step is right, the second not: what the optimizer remembers of the first, its momentum, is lost",
            "Let the optimizer that is given take all steps.",
            _in_order("zero loss backward descend"),
        ),
        Slip(
            "loss-summed",
            "your loss is the sum of all squared errors; asked for is their mean",
            "mse_loss takes the mean unless told otherwise.",
            _in_order(_RIGHT_ORDER, lambda output, y: mse_loss(output, y, reduction="sum")),
        ),
        Slip(
            "step-for-the-sum",
            "you return means, but each step follows the sum of the squared errors",
            "Call backward on the loss that you return.",
            _in_order(f"{_RIGHT_ORDER} mean", lambda output, y: mse_loss(output, y, reduction="sum")),
        ),
        Slip(
            "last-step-only",
            "your loss is that of the last step of each chunk; asked for is the mean over all its steps",
            "Give mse_loss the whole output and the whole of y.",
            _in_order(_RIGHT_ORDER, lambda output, y: mse_loss(output[-1], y[-1])),
        ),
        Slip(
            "absolute-errors",
            "your loss is the mean of absolute errors; asked for is that of squared ones",
            "nn.functional has mse_loss.",
            _in_order(_RIGHT_ORDER, nn.functional.l1_loss),
        ),
        Slip(
            "mean-returned",
            "you return one number for the whole pass; asked for is the loss of each chunk",
            "Append each loss to a list, and return the list.",
            _in_order(_RIGHT_ORDER, told=lambda losses: sum(losses) / len(losses)),
        ),
        Slip(
            "tensor-returned",
            "you return one tensor with all losses; asked for is a list of floats",
            "Return the list itself.",
            _in_order(_RIGHT_ORDER, told=torch.tensor),
        ),
        Slip(
            "tensors-returned",
            "your losses are tensors; asked for are floats, because a tensor keeps the whole graph of its chunk",
            "loss.item() gives the number.",
            _in_order(_RIGHT_ORDER, told=lambda losses: [torch.tensor(loss) for loss in losses]),
        ),
        Slip(
            "returns-none",
            "the pass is right, but the losses are not returned",
            "End the function with `return …`.",
            _in_order(_RIGHT_ORDER, told=lambda _losses: None),
        ),
    ),
)

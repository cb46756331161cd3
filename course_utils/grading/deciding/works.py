"""Right work of every kind, done here and in a child: a machine on which it does not come to the same cannot grade.

The locks, a limit, a build of torch or an accelerator may make a child fail where the answer is right.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.attempt import GRADIENT_TOLERANCE, gradient_close
from course_utils.checks.learner.answer import LocalAnswer, Reply
from course_utils.checks.learner.values import Layer, Value, equal
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.words import one_line

_SETUP = "from __future__ import annotations\nimport torch\nfrom torch import Tensor, nn\n"
_THREADS = 16  # as many as a machine of today may have, and so what an answer may ask for
_MOST = 200  # characters of what went wrong


def forward(x: Tensor, layer: Any) -> Any:
    """A layer's outputs, and so a backward pass, where gradients are asked for."""
    return layer(x)[0]


def packed(sequences: list[Tensor], layer: Any) -> Any:
    """The padded outputs of a layer for a packed batch."""
    batch = nn.utils.rnn.pack_sequence(sequences, enforce_sorted=False)
    return nn.utils.rnn.pad_packed_sequence(layer(batch)[0])[0]


def collated(sequences: list[Tensor]) -> Any:
    """A padded batch, and the lengths."""
    return nn.utils.rnn.pad_sequence(sequences), torch.tensor([len(each) for each in sequences])


class Reader(nn.Module):
    """A class of one's own: a recurrent layer, and the scores of its last step."""

    def __init__(self, layer: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.layer, self.head = layer, head

    def forward(self, x: Tensor) -> Any:
        """The scores."""
        return self.head(self.layer(x)[0][-1])


def trained(x: Tensor, labels: Tensor, layer: nn.Module, head: nn.Module, steps: int) -> Any:
    """The losses of some steps of training, and the weights after them."""
    model, losses = Reader(layer, head), []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses), nn.utils.parameters_to_vector(model.parameters()).detach()


def trained_by_hand(x: Tensor, labels: Tensor, layer: nn.Module, head: nn.Module, steps: int) -> Any:
    """The same without an optimizer, whose first step imports the whole of torch's compiler."""
    model, losses = Reader(layer, head), []
    weights = list(model.parameters())
    moving = [torch.zeros_like(weight) for weight in weights]
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(x), labels)
        for weight, move, gradient in zip(weights, moving, torch.autograd.grad(loss, weights), strict=True):
            move.mul_(0.9).add_(gradient)
            weight.data.sub_(0.1 * move)
        losses.append(loss.detach())
    return torch.stack(losses), nn.utils.parameters_to_vector(weights).detach()


def threaded(x: Tensor, layer: Any, threads: int) -> Any:
    """What several threads make of a product, and of a layer forth and back."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        outputs = layer((x @ x.transpose(1, 2) @ x) / x[0].numel())[0]
        return outputs.detach(), *torch.autograd.grad(outputs.pow(2).mean(), layer.parameters())
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True)
class Work:
    """An answer that is right, what it does in words, what it is called with, and what is expected of it here."""

    name: str
    answer: Callable[..., Any]
    arguments: Sequence[Value]
    gradient: bool = False
    use: str = "called"
    oracle: Callable[..., Any] | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the answer's parameters."""
        return tuple(inspect.signature(self.answer).parameters)


def works() -> Iterator[Work]:
    """All that is tried."""
    random = torch.Generator().manual_seed(0)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=random)

    def layer(kind: type[nn.Module], *sizes: int) -> Layer:
        blank = Layer.of(kind(*sizes))
        return Layer(blank.kind, blank.options, {name: draw(*w.shape) / 4 for name, w in blank.weights.items()})

    x, labels = draw(7, 3, 6), torch.tensor([2, 0, 1])
    model = (layer(nn.GRU, 6, 5), layer(nn.Linear, 5, 3))
    for kind in (nn.RNN, nn.LSTM, nn.GRU):
        yield Work(f"a forward and a backward pass of nn.{kind.__name__}", forward, (x, layer(kind, 6, 5)), True)
    sequences = (draw(4, 6), draw(7, 6), draw(1, 6))
    yield Work("a packed batch", packed, (sequences, layer(nn.LSTM, 6, 5)), True)
    yield Work("a batch for a DataLoader", collated, (sequences,), use="called_with_a_list")
    yield Work("a step of an optimizer", trained, (x, labels, *model, 1), oracle=trained_by_hand)
    yield Work("a short training of a class", trained, (x, labels, *model, 5), oracle=trained_by_hand)
    yield Work(f"{_THREADS} threads", threaded, (draw(8, 32, 64), layer(nn.LSTM, 64, 64), _THREADS))


def tried_works(zygote: Zygote) -> dict[str, str]:
    """What was tried in a child of this zygote, and how it failed, in words; none where it came out right.

    Raises:
        NoSandbox: no child can be had at all.
    """
    sources = map(inspect.getsource, (Reader, *dict.fromkeys(work.answer for work in works())))
    with Sandbox(zygote) as sandbox:
        ran = sandbox.run_cell("\n".join([_SETUP, *sources]))
        if ran.failed:
            return {"a cell": f"ended with {one_line(str(ran.ended or ran.outputs), _MOST)}"}
        tried = {}
        for work in works():
            there = sandbox.answer(work.answer.__name__, work.parameters, use=work.use)
            here = LocalAnswer(work.oracle or work.answer, parameters=work.parameters, use=work.use)
            tried[work.name] = _difference(*(each.call(work.arguments, work.gradient) for each in (here, there)))
    return tried


def _difference(here: Reply, there: Reply) -> str:
    """How two replies differ, in words; empty if they agree."""
    for reply, place in ((here, "outside the sandbox, too, "), (there, "")):
        if failure := reply.failure:
            return one_line(f"{place}ended with {failure.error}: {failure.text}", _MOST)
    if not equal(here.value, there.value, GRADIENT_TOLERANCE):
        return "gives other numbers in the sandbox"
    if not all(map(gradient_close, there.gradients, here.gradients)):
        return "gives other gradients in the sandbox"
    return ""

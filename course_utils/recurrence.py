"""One step of an RNN, an LSTM and a GRU, each written from its equations, and the loop over time.

Every function takes NumPy arrays and torch tensors alike. Shapes use B (batch), T (seq_len), F (input_size)
and H (hidden_size); a single example may leave the batch axis out, as PyTorch's own modules allow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

Floats = npt.NDArray[np.floating[Any]]
Array = TypeVar("Array", Tensor, Floats)
State = TypeVar("State")


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Generic[Array]):
    """The four parameters of one recurrent layer in one direction.

    Shapes: weight_ih (gates*H, F), weight_hh (gates*H, H), bias_ih and bias_hh (gates*H,);
    gates is 1 for an RNN, 4 for an LSTM (i, f, g, o), 3 for a GRU (r, z, n).
    """

    weight_ih: Array
    weight_hh: Array
    bias_ih: Array
    bias_hh: Array

    def __repr__(self) -> str:
        shapes = (f"{name}={tuple(value.shape)}" for name, value in vars(self).items())
        return f"Weights({', '.join(shapes)})"


def weights_of(module: nn.Module, layer: int = 0, reverse: bool = False) -> Weights[Tensor]:
    """Take the weights of one layer out of an nn.RNN, nn.LSTM, nn.GRU or one of their cells.

    The tensors are the module's own parameters; without biases (bias=False) they are zeros.
    Raises TypeError for another kind of module and ValueError for a layer or direction it does not have.

    >>> weights_of(nn.LSTM(6, 5))
    Weights(weight_ih=(20, 6), weight_hh=(20, 5), bias_ih=(20,), bias_hh=(20,))
    """
    kind = type(module).__name__
    if isinstance(module, nn.RNNCellBase):
        layers, directions, suffix = 1, 1, ""
    elif isinstance(module, nn.RNNBase):
        layers, directions = module.num_layers, 2 if module.bidirectional else 1
        suffix = f"_l{layer}" + "_reverse" * reverse
    else:
        raise TypeError(f"expected a recurrent layer or cell, but got {kind}")
    if getattr(module, "proj_size", 0):
        raise ValueError(f"{kind} has proj_size {module.proj_size}, which these equations leave out")
    if not 0 <= layer < layers:
        raise ValueError(f"{kind} has num_layers {layers} but layer is {layer}")
    if reverse and directions == 1:
        raise ValueError(f"{kind} has one direction but reverse is True")
    weight_ih, weight_hh = (getattr(module, name + suffix) for name in ("weight_ih", "weight_hh"))
    if not module.bias:
        zeros = weight_ih.new_zeros(len(weight_ih))
        return Weights(weight_ih, weight_hh, zeros, zeros)
    bias_ih, bias_hh = (getattr(module, name + suffix) for name in ("bias_ih", "bias_hh"))
    return Weights(weight_ih, weight_hh, bias_ih, bias_hh)


def as_numpy(weights: Weights[Tensor]) -> Weights[Floats]:
    """Copy weights into NumPy arrays of the same shapes.

    >>> type(as_numpy(weights_of(nn.RNN(6, 5))).weight_ih).__name__
    'ndarray'
    """
    return Weights(*(value.detach().cpu().numpy().copy() for value in vars(weights).values()))


def tanh(a: Array) -> Array:
    """The hyperbolic tangent of every element."""
    return a.tanh() if isinstance(a, Tensor) else np.tanh(a)


def relu(a: Array) -> Array:
    """The positive part of every element: itself, or 0 where it is negative."""
    return a.clip(min=0)


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)) of every element, in the form that cannot overflow."""
    return (tanh(a / 2) + 1) / 2


def rnn_step(x: Array, h: Array, weights: Weights[Array], nonlinearity: Callable[[Array], Array] = tanh) -> Array:
    """One step of a plain RNN.

    Shapes: x (B, F), h (B, H); returns the next h (B, H).
    Raises ValueError naming the axis that does not fit.
    Formula: https://docs.pytorch.org/docs/stable/generated/torch.nn.RNNCell.html

    >>> rnn_step(torch.zeros(3, 6), torch.zeros(3, 5), weights_of(nn.RNN(6, 5))).shape
    torch.Size([3, 5])
    """
    _check(1, weights, x, h=h)
    return nonlinearity(_from_input(x, weights) + _from_state(h, weights))


def lstm_gates(x: Array, h: Array, weights: Weights[Array]) -> tuple[Array, Array, Array, Array]:
    """The gates i, f, o (between 0 and 1) and the candidate g (between -1 and 1) of an LSTM: i, f, g, o.

    Shapes: x (B, F), h (B, H); returns four arrays (B, H).
    Raises ValueError naming the axis that does not fit.
    Formula: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
    """
    _check(4, weights, x, h=h)
    i, f, g, o = _blocks(_from_input(x, weights) + _from_state(h, weights), 4)
    return sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)


def lstm_step(x: Array, state: tuple[Array, Array], weights: Weights[Array]) -> tuple[Array, Array]:
    """One step of an LSTM.

    Shapes: x (B, F), state a pair (h, c) of (B, H) each; returns the next (h, c).
    Raises ValueError naming the axis that does not fit.
    Formula: Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000).

    >>> h, c = lstm_step(torch.zeros(3, 6), (torch.zeros(3, 5), torch.zeros(3, 5)), weights_of(nn.LSTM(6, 5)))
    >>> h.shape, c.shape
    (torch.Size([3, 5]), torch.Size([3, 5]))
    """
    h, c = state
    _check(4, weights, x, h=h, c=c)
    i, f, g, o = lstm_gates(x, h, weights)
    c = f * c + i * g
    return o * tanh(c), c


def gru_gates(x: Array, h: Array, weights: Weights[Array]) -> tuple[Array, Array, Array]:
    """The gates r, z (between 0 and 1) and the candidate n (between -1 and 1) of PyTorch's GRU: r, z, n.

    Shapes: x (B, F), h (B, H); returns three arrays (B, H).
    Raises ValueError naming the axis that does not fit.
    Formula: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
    """
    _check(3, weights, x, h=h)
    r_x, z_x, n_x = _blocks(_from_input(x, weights), 3)
    r_h, z_h, n_h = _blocks(_from_state(h, weights), 3)
    r, z = sigmoid(r_x + r_h), sigmoid(z_x + z_h)
    return r, z, tanh(n_x + r * n_h)


def gru_step(x: Array, h: Array, weights: Weights[Array]) -> Array:
    """One step of a GRU, with PyTorch's reset gate after the matrix product.

    Shapes: x (B, F), h (B, H); returns the next h (B, H).
    Raises ValueError naming the axis that does not fit.
    Formula: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html

    >>> gru_step(torch.zeros(3, 6), torch.zeros(3, 5), weights_of(nn.GRU(6, 5))).shape
    torch.Size([3, 5])
    """
    _, z, n = gru_gates(x, h, weights)
    return (1 - z) * n + z * h


def gru_paper_step(x: Array, h: Array, weights: Weights[Array]) -> Array:
    """One step of a GRU as first published, with the reset gate before the matrix product.

    Shapes: x (B, F), h (B, H); returns the next h (B, H).
    Raises ValueError naming the axis that does not fit.
    Formula: Cho et al. (2014), https://arxiv.org/abs/1406.1078, with PyTorch's biases; lesson 04 compares the two.

    >>> gru_paper_step(torch.zeros(3, 6), torch.zeros(3, 5), weights_of(nn.GRU(6, 5))).shape
    torch.Size([3, 5])
    """
    r, z, _ = gru_gates(x, h, weights)
    *_, n_x = _blocks(_from_input(x, weights), 3)
    *_, n_h = _blocks(_from_state(r * h, weights), 3)
    return (1 - z) * tanh(n_x + n_h) + z * h


def loop(
    step: Callable[[Array, State, Weights[Array]], State], x: Array, state: State, weights: Weights[Array]
) -> tuple[Array, State]:
    """Take one step after the other along the first axis of x and collect every h.

    Shapes: x (T, B, F), state as the step takes it; returns output (T, B, H) and the last state.
    Raises ValueError if seq_len is 0.

    >>> output, h = loop(gru_step, torch.zeros(7, 3, 6), torch.zeros(3, 5), weights_of(nn.GRU(6, 5)))
    >>> output.shape, h.shape
    (torch.Size([7, 3, 5]), torch.Size([3, 5]))
    """
    if len(x) == 0:
        raise ValueError("x has seq_len 0")
    outputs = []
    for x_t in x:
        state = step(x_t, state, weights)
        outputs.append(_hidden(state))
    return _stack(outputs), state


def noted(cell: nn.RNNCellBase, run: Callable[[], Any]) -> tuple[list[Any], list[Any]]:
    """Call run, and note what the Cell does meanwhile: the states that it is given, and those that it returns.

    A state that is left out is noted as None. Raises ValueError if the Cell is not called.

    >>> cell = nn.RNNCell(6, 5)
    >>> given, returned = noted(cell, lambda: cell(torch.zeros(3, 6), torch.zeros(3, 5)))
    >>> len(given), len(returned)
    (1, 1)
    """
    given: list[Any] = []
    returned: list[Any] = []

    def note(_: nn.Module, arguments: tuple[Any, ...], named: dict[str, Any], state: Any) -> None:
        given.append(arguments[1] if len(arguments) > 1 else named.get("hx"))
        returned.append(state)

    hook = cell.register_forward_hook(note, with_kwargs=True)
    try:
        run()
    finally:
        hook.remove()
    if not returned:
        raise ValueError(f"the {type(cell).__name__} was not called")
    return given, returned


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """What happened inside an LSTM layer: gates i, f, o, candidate g, states c, h, each (T, B, H)."""

    i: Tensor
    f: Tensor
    g: Tensor
    o: Tensor
    c: Tensor
    h: Tensor

    def __repr__(self) -> str:
        return f"Trace(i, f, g, o, c, h: {tuple(self.h.shape)} each)"


@torch.no_grad()
def lstm_trace(
    module: nn.LSTM | nn.LSTMCell, x: Tensor, state: tuple[Tensor, Tensor] | None = None, layer: int = 0
) -> Trace:
    """Record the gates and states of one LSTM layer at every time step, without gradients or dropout.

    Shapes: x and state as the module takes them, but with a time axis for a cell too: (T, B, F);
    the trace is (T, B, H) whatever batch_first says. Raises ValueError for a bidirectional module.

    >>> lstm_trace(nn.LSTM(6, 5), torch.zeros(7, 3, 6))
    Trace(i, f, g, o, c, h: (7, 3, 5) each)
    """
    x = _time_first(module, x)
    h, c = (_by_layer(module, x, part, layer) for part in state or (None, None))
    for number, weights in enumerate(_up_to(module, layer)):
        trace = _trace_layer(x, (h[number], c[number]), weights)
        x = trace.h
    return trace


def _trace_layer(x: Tensor, state: tuple[Tensor, Tensor], weights: Weights[Tensor]) -> Trace:
    steps = []
    for x_t in x:
        i, f, g, o = lstm_gates(x_t, state[0], weights)
        h, c = state = lstm_step(x_t, state, weights)
        steps.append((i, f, g, o, c, h))
    return Trace(*(torch.stack(values) for values in zip(*steps, strict=True)))


@dataclass(frozen=True, eq=False, repr=False)
class GRUTrace:
    """What happened inside a GRU layer: gates r, z, candidate n, state h, each (T, B, H)."""

    r: Tensor
    z: Tensor
    n: Tensor
    h: Tensor

    def __repr__(self) -> str:
        return f"GRUTrace(r, z, n, h: {tuple(self.h.shape)} each)"


@torch.no_grad()
def gru_trace(module: nn.GRU | nn.GRUCell, x: Tensor, h: Tensor | None = None, layer: int = 0) -> GRUTrace:
    """Record the gates and the state of one GRU layer at every time step, without gradients or dropout.

    Shapes: x and h as the module takes them, but with a time axis for a cell too: (T, B, F);
    the trace is (T, B, H) whatever batch_first says. Raises ValueError for a bidirectional module.

    >>> gru_trace(nn.GRU(6, 5), torch.zeros(7, 3, 6))
    GRUTrace(r, z, n, h: (7, 3, 5) each)
    """
    x = _time_first(module, x)
    states = _by_layer(module, x, h, layer)
    for number, weights in enumerate(_up_to(module, layer)):
        h_t, steps = states[number], []
        for x_t in x:
            r, z, n = gru_gates(x_t, h_t, weights)
            h_t = (1 - z) * n + z * h_t
            steps.append((r, z, n, h_t))
        trace = GRUTrace(*(torch.stack(values) for values in zip(*steps, strict=True)))
        x = trace.h
    return trace


def _time_first(module: nn.RNNBase | nn.RNNCellBase, x: Tensor) -> Tensor:
    if not isinstance(module, nn.RNNBase):
        return x
    if module.bidirectional:
        raise ValueError(f"{type(module).__name__} has two directions but a trace follows one")
    return x.transpose(0, 1) if module.batch_first and x.dim() == 3 else x


def _by_layer(module: nn.RNNBase | nn.RNNCellBase, x: Tensor, state: Tensor | None, layer: int) -> Tensor:
    if state is None:
        return x.new_zeros(layer + 1, *x.shape[1:-1], module.hidden_size)
    return state if isinstance(module, nn.RNNBase) else state.unsqueeze(0)


def _up_to(module: nn.Module, layer: int) -> list[Weights[Tensor]]:
    """The weights of this layer and of all layers below it."""
    return [weights_of(module, number) for number in (*range(layer), layer)]


def _from_input(x: Array, weights: Weights[Array]) -> Array:
    return x @ weights.weight_ih.T + weights.bias_ih


def _from_state(h: Array, weights: Weights[Array]) -> Array:
    return h @ weights.weight_hh.T + weights.bias_hh


def _blocks(rows: Array, gates: int) -> list[Array]:
    size = rows.shape[-1] // gates
    return [rows[..., k * size : (k + 1) * size] for k in range(gates)]


def _hidden(state: Any) -> Any:
    return state[0] if isinstance(state, tuple) else state


def _stack(arrays: list[Array]) -> Array:
    first = arrays[0]
    return torch.stack(arrays) if isinstance(first, Tensor) else np.stack(arrays)


def _check(gates: int, weights: Weights[Array], x: Array, **states: Array) -> None:
    input_size, hidden_size = weights.weight_ih.shape[1], weights.weight_hh.shape[1]
    if len(weights.weight_hh) != gates * hidden_size:
        raise ValueError(
            f"weight_hh has {len(weights.weight_hh)} rows, but {gates} block{'s' * (gates > 1)} "
            f"of hidden_size {hidden_size} make {gates * hidden_size}"
        )
    if x.shape[-1] != input_size:
        raise ValueError(f"x has input_size {x.shape[-1]} but weight_ih has {input_size}")
    for name, state in states.items():
        if state.shape[-1] != hidden_size:
            raise ValueError(f"{name} has hidden_size {state.shape[-1]} but weight_hh has {hidden_size}")
        if state.ndim != x.ndim:
            raise ValueError(f"x has {x.ndim} axes but {name} has {state.ndim}")
        if state.shape[:-1] != x.shape[:-1]:
            raise ValueError(f"x has batch {x.shape[0]} but {name} has batch {state.shape[0]}")

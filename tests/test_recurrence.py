import doctest

import numpy as np
import pytest
import torch
from torch import nn
from torch.testing import assert_close

from course_utils import recurrence
from course_utils.recurrence import (
    Weights,
    as_numpy,
    gru_gates,
    gru_paper_step,
    gru_step,
    gru_trace,
    loop,
    lstm_gates,
    lstm_step,
    lstm_trace,
    noted,
    relu,
    rnn_step,
    sigmoid,
    weights_of,
)

F, H, L = 6, 5, 2
CELLS = {nn.RNNCell: rnn_step, nn.LSTMCell: lstm_step, nn.GRUCell: gru_step}
LAYERS = {nn.RNN: rnn_step, nn.LSTM: lstm_step, nn.GRU: gru_step}


def random_state(kind, *shape, dtype=torch.float32):
    h = torch.randn(*shape, dtype=dtype)
    return (h, torch.randn(*shape, dtype=dtype)) if "LSTM" in kind.__name__ else h


def of_row(state, row):
    return (state[0][row], state[1][row]) if isinstance(state, tuple) else state[row]


def to_numpy(state):
    return tuple(part.numpy() for part in state) if isinstance(state, tuple) else state.numpy()


def to_torch(state):
    return tuple(torch.from_numpy(part) for part in state) if isinstance(state, tuple) else torch.from_numpy(state)


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("batch", [(), (1,), (3,)])
def test_a_step_is_the_cell(kind, dtype, batch):
    cell = kind(F, H, dtype=dtype)
    x, state = torch.randn(*batch, F, dtype=dtype), random_state(kind, *batch, H, dtype=dtype)
    with torch.no_grad():
        assert_close(CELLS[kind](x, state, weights_of(cell)), cell(x, state))


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_step_in_numpy_is_the_cell_and_keeps_the_dtype(kind, dtype):
    cell = kind(F, H, dtype=dtype)
    x, state = torch.randn(3, F, dtype=dtype), random_state(kind, 3, H, dtype=dtype)
    result = CELLS[kind](x.numpy(), to_numpy(state), as_numpy(weights_of(cell)))
    with torch.no_grad():
        assert_close(to_torch(result), cell(x, state))


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize(("seq_len", "batch"), [(7, 3), (1, 3), (7, 1), (1, 1)])
def test_the_loop_is_the_layer_in_both_directions_and_layers(kind, seq_len, batch):
    layer = kind(F, H, num_layers=L, bidirectional=True)
    x, state = torch.randn(seq_len, batch, F), random_state(kind, 2 * L, batch, H)
    with torch.no_grad():
        expected, last = layer(x, state)
        below = x
        for number in range(L):
            halves = []
            for reverse in (False, True):
                weights, row = weights_of(layer, number, reverse), 2 * number + reverse
                output, end = loop(LAYERS[kind], below.flip(0) if reverse else below, of_row(state, row), weights)
                assert_close(end, of_row(last, row))
                halves.append(output.flip(0) if reverse else output)
            below = torch.cat(halves, dim=-1)
    assert_close(below, expected)


@pytest.mark.parametrize("kind", LAYERS)
def test_the_loop_in_numpy_is_the_layer(kind):
    layer = kind(F, H)
    x, state = torch.randn(7, 3, F), random_state(kind, 1, 3, H)
    weights = as_numpy(weights_of(layer))
    output, end = loop(LAYERS[kind], x.numpy(), to_numpy(of_row(state, 0)), weights)
    with torch.no_grad():
        expected, last = layer(x, state)
    assert_close(torch.from_numpy(output), expected)
    assert_close(to_torch(end), of_row(last, 0))


def test_gradients_are_the_cells():
    cell = nn.LSTMCell(F, H, dtype=torch.float64)
    x, state = torch.randn(3, F, dtype=torch.float64), random_state(nn.LSTM, 3, H, dtype=torch.float64)
    ours, theirs = lstm_step(x, state, weights_of(cell)), cell(x, state)
    parameters = list(cell.parameters())
    gradients = [torch.autograd.grad((h * c).sum(), parameters) for h, c in (ours, theirs)]
    assert_close(*gradients)


def test_relu_is_nn_rnns_other_nonlinearity():
    cell = nn.RNNCell(F, H, nonlinearity="relu")
    x, h = torch.randn(3, F), torch.randn(3, H)
    with torch.no_grad():
        result = rnn_step(x, h, weights_of(cell), relu)
        assert_close(result, cell(x, h))
    assert (result == 0).any()


def test_a_cell_without_biases():
    cell = nn.GRUCell(F, H, bias=False)
    x, h = torch.randn(3, F), torch.randn(3, H)
    with torch.no_grad():
        assert_close(gru_step(x, h, weights_of(cell)), cell(x, h))


def test_sigmoid_does_not_overflow():
    far = np.array([-1e4, 0.0, 1e4], dtype=np.float32)
    assert sigmoid(far).tolist() == [0.0, 0.5, 1.0]


def test_weights_show_their_shapes_and_are_the_modules_own():
    gru = nn.GRU(F, H, num_layers=L)
    weights = weights_of(gru, layer=1)
    assert repr(weights) == "Weights(weight_ih=(15, 5), weight_hh=(15, 5), bias_ih=(15,), bias_hh=(15,))"
    assert weights.bias_hh is gru.bias_hh_l1


def test_numpy_weights_are_copies():
    cell = nn.RNNCell(F, H)
    before = cell.weight_ih.detach().clone()
    as_numpy(weights_of(cell)).weight_ih[:] = 0
    assert_close(cell.weight_ih.detach(), before)


@pytest.mark.parametrize("layer", range(L))
@pytest.mark.parametrize("batch_first", [False, True])
def test_a_trace_holds_what_the_layer_computes(layer, batch_first):
    lstm = nn.LSTM(F, H, num_layers=L, batch_first=batch_first)
    x, state = torch.randn(7, 3, F), random_state(nn.LSTM, L, 3, H)
    x = x.transpose(0, 1) if batch_first else x
    trace = lstm_trace(lstm, x, state, layer)
    with torch.no_grad():
        output, (h_n, c_n) = lstm(x, state)
    assert_close(trace.h[-1], h_n[layer])
    assert_close(trace.c[-1], c_n[layer])
    if layer == L - 1:
        assert_close(trace.h, output.transpose(0, 1) if batch_first else output)
    before = torch.cat([state[1][layer].unsqueeze(0), trace.c[:-1]])
    assert_close(trace.c, trace.f * before + trace.i * trace.g)
    assert_close(trace.h, trace.o * trace.c.tanh())


def test_a_trace_of_a_cell_and_of_one_example():
    cell, x = nn.LSTMCell(F, H), torch.randn(7, 3, F)
    trace = lstm_trace(cell, x)
    state = None
    for t in range(7):
        with torch.no_grad():
            state = cell(x[t], state)
        assert_close((trace.h[t], trace.c[t]), state)
    assert_close(lstm_trace(cell, x[:, 1]).c, trace.c[:, 1])
    state = random_state(nn.LSTM, 3, H)
    assert_close(lstm_trace(cell, x, state).h[0], lstm_step(x[0], state, weights_of(cell))[0].detach())


@pytest.mark.parametrize("layer", range(L))
@pytest.mark.parametrize("batch_first", [False, True])
def test_a_gru_trace_holds_what_the_layer_computes(layer, batch_first):
    gru = nn.GRU(F, H, num_layers=L, batch_first=batch_first)
    x, h_0 = torch.randn(7, 3, F), torch.randn(L, 3, H)
    x = x.transpose(0, 1) if batch_first else x
    trace = gru_trace(gru, x, h_0, layer)
    with torch.no_grad():
        output, h_n = gru(x, h_0)
    assert_close(trace.h[-1], h_n[layer])
    if layer == L - 1:
        assert_close(trace.h, output.transpose(0, 1) if batch_first else output)
    before = torch.cat([h_0[layer : layer + 1], trace.h[:-1]])
    assert_close(trace.h, (1 - trace.z) * trace.n + trace.z * before)
    assert repr(trace) == "GRUTrace(r, z, n, h: (7, 3, 5) each)"


def test_a_gru_trace_of_a_cell_and_of_one_example():
    cell, x, h = nn.GRUCell(F, H), torch.randn(7, 3, F), torch.randn(3, H)
    trace = gru_trace(cell, x)
    assert_close(trace.h[0], cell(x[0]).detach())
    assert_close(gru_trace(cell, x[:, 1]).h, trace.h[:, 1])
    assert_close(gru_trace(cell, x, h).r[0], gru_gates(x[0], h, weights_of(cell))[0].detach())


@pytest.mark.parametrize(("layer", "message"), [(2, "layer is 2"), (-1, "layer is -1")])
def test_a_trace_of_a_layer_that_is_not_there(layer, message):
    for trace, kind in ((lstm_trace, nn.LSTM), (gru_trace, nn.GRU)):
        with pytest.raises(ValueError, match=message):
            trace(kind(F, H, num_layers=L), torch.zeros(7, 3, F), layer=layer)


@pytest.mark.parametrize("kind", [nn.RNNCell, nn.LSTMCell])
def test_noted_has_the_states_given_and_returned_and_takes_its_hook_off(kind):
    cell, x = kind(F, H), torch.randn(4, 3, F)
    given, returned = noted(cell, lambda: loop(lambda x_t, state, cell: cell(x_t, hx=state), x, None, cell))
    assert given[0] is None
    assert all(one is other for one, other in zip(given[1:], returned[:-1], strict=True))
    assert len(returned) == 4
    assert not cell._forward_hooks
    with pytest.raises(ValueError, match="Cell was not called"):
        noted(cell, lambda: None)


def test_the_papers_reset_gate_scales_columns_and_pytorchs_rows():
    cell = nn.GRUCell(F, H, dtype=torch.float64)
    x, h = torch.randn(3, F, dtype=torch.float64), torch.randn(3, H, dtype=torch.float64)
    weights = weights_of(cell)
    with torch.no_grad():
        r, z, n = gru_gates(x, h, weights)
        w, b = weights.weight_hh[2 * H :], weights.bias_hh[2 * H :]
        moved = torch.einsum("jk,bk,bjk->bj", w, h, r[:, None] - r[:, :, None]) + (1 - r) * b
        paper = (1 - z) * torch.tanh(torch.atanh(n) + moved) + z * h
        assert_close(gru_paper_step(x, h, weights), paper)
        assert (paper - cell(x, h)).abs().max() > 1e-2
    as_arrays = gru_paper_step(x.numpy(), h.numpy(), as_numpy(weights))
    assert_close(torch.from_numpy(as_arrays), paper)


def test_the_two_reset_gates_agree_without_a_state_and_without_the_inner_bias():
    cell, x = nn.GRUCell(F, H), torch.randn(3, F)
    with torch.no_grad():
        cell.bias_hh[2 * H :] = 0
        assert_close(gru_paper_step(x, torch.zeros(3, H), weights_of(cell)), cell(x))


def test_a_trace_needs_one_direction():
    with pytest.raises(ValueError, match="LSTM has two directions but a trace follows one"):
        lstm_trace(nn.LSTM(F, H, bidirectional=True), torch.zeros(7, 3, F))
    with pytest.raises(ValueError, match="GRU has two directions but a trace follows one"):
        gru_trace(nn.GRU(F, H, bidirectional=True), torch.zeros(7, 3, F))


@pytest.mark.parametrize(
    ("x", "h", "c", "message"),
    [
        ((3, F), (1, H), (3, H), "x has batch 3 but h has batch 1"),
        ((3, F), (3, H), (2, H), "x has batch 3 but c has batch 2"),
        ((3, 4), (3, H), (3, H), "x has input_size 4 but weight_ih has 6"),
        ((3, F), (3, 4), (3, H), "h has hidden_size 4 but weight_hh has 5"),
        ((3, F), (3, H), (3, 1), "c has hidden_size 1 but weight_hh has 5"),
        ((3, F), (H,), (3, H), "x has 2 axes but h has 1"),
    ],
)
def test_errors_name_the_axis_and_the_sizes(x, h, c, message):
    weights = weights_of(nn.LSTMCell(F, H))
    with pytest.raises(ValueError, match=message):
        lstm_step(torch.zeros(x), (torch.zeros(h), torch.zeros(c)), weights)


@pytest.mark.parametrize("step", [rnn_step, gru_step, gru_gates, gru_paper_step, lstm_gates])
def test_weights_of_another_kind_are_refused(step):
    kind = nn.RNN if step is lstm_gates else nn.LSTM
    with pytest.raises(ValueError, match=r"weight_hh has \d+ rows, but \d blocks? of hidden_size 5 make \d+"):
        step(torch.zeros(3, F), torch.zeros(3, H), weights_of(kind(F, H)))


def test_an_empty_sequence_is_refused():
    with pytest.raises(ValueError, match="x has seq_len 0"):
        loop(gru_step, torch.zeros(0, 3, F), torch.zeros(3, H), weights_of(nn.GRU(F, H)))


@pytest.mark.parametrize(
    ("module", "arguments", "error", "message"),
    [
        (nn.Linear(F, H), (), TypeError, "expected a recurrent layer or cell, but got Linear"),
        (nn.LSTM(F, H, L), (2,), ValueError, "LSTM has num_layers 2 but layer is 2"),
        (nn.LSTM(F, H, L), (-1,), ValueError, "LSTM has num_layers 2 but layer is -1"),
        (nn.GRUCell(F, H), (1,), ValueError, "GRUCell has num_layers 1 but layer is 1"),
        (nn.GRU(F, H), (0, True), ValueError, "GRU has one direction but reverse is True"),
        (nn.LSTM(F, H, proj_size=2), (), ValueError, "LSTM has proj_size 2"),
    ],
)
def test_weights_that_are_not_there(module, arguments, error, message):
    with pytest.raises(error, match=message):
        weights_of(module, *arguments)


def test_weights_are_frozen():
    weights = weights_of(nn.RNN(F, H))
    with pytest.raises(AttributeError):
        weights.bias_ih = torch.zeros(H)
    assert isinstance(weights, Weights)


def test_examples_in_the_docstrings():
    failed, tried = doctest.testmod(recurrence)
    assert (failed, tried > 0) == (0, True)

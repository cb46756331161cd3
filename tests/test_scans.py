"""The scan, minGRU and minLSTM, each against the loop over its steps, and that against exact fractions."""

import doctest
from fractions import Fraction

import pytest
import torch
from torch.testing import assert_close

from course_utils import scans
from course_utils.scans import MinGRU, MinLSTM, scan

F, H = 6, 5


def looped(a, b, h):
    states = []
    for a_t, b_t in zip(a, b, strict=True):
        h = a_t * h + b_t
        states.append(h)
    return torch.stack(states)


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.mark.parametrize("T", [1, 2, 3, 4, 5, 7, 8, 9, 100, 1000])
@pytest.mark.parametrize("shape", [(), (5,), (3, 5)])
def test_a_scan_is_the_loop(T, shape):
    a, b, h_0 = torch.rand(T, *shape) * 2 - 1, torch.randn(T, *shape), torch.randn(shape)
    assert_close(scan(a, b, h_0), looped(a, b, h_0))


def test_a_scan_is_exact():
    a, b = [Fraction(k, 4) for k in (1, -3, 0, 2, 5)], [Fraction(k, 2) for k in (3, 1, -2, 7, 1)]
    h, states = Fraction(3, 8), []
    for a_t, b_t in zip(a, b, strict=True):
        h = a_t * h + b_t
        states.append(h)
    found = scan(*(torch.tensor([float(each) for each in part]) for part in (a, b)), torch.tensor(0.375))
    assert found.tolist() == [float(state) for state in states]


@pytest.mark.parametrize("T", [1, 2, 5, 8])
def test_its_gradients_and_theirs(T):
    arguments = [torch.randn(*shape, dtype=torch.float64, requires_grad=True) for shape in ((T, 2, 3),) * 2 + ((2, 3),)]
    assert torch.autograd.gradcheck(scan, arguments)
    assert torch.autograd.gradgradcheck(scan, arguments)


def test_a_scan_needs_few_calls_whatever_the_length():
    calls = []
    for T in (64, 512):
        a = torch.rand(T, 2)
        with torch.profiler.profile() as profile:
            scan(a, a, a[0])
        calls.append(sum(event.count for event in profile.key_averages()))
    assert calls[1] < 2 * calls[0]


@pytest.mark.parametrize("layer", [MinGRU, MinLSTM])
@pytest.mark.parametrize(("T", "B"), [(1, 1), (7, 3), (40, 2)])
def test_a_layer_is_the_loop_over_its_steps(layer, T, B):
    module, x, h_0 = layer(F, H), torch.randn(T, B, F), torch.randn(1, B, H)
    output, h_n = module(x, h_0)
    assert_close(output, looped(*module.steps(x), h_0[0]))
    assert_close(h_n, output[-1:])
    assert_close(module(x)[0], module(x, torch.zeros(1, B, H))[0])
    first, state = module(x[: T // 2 or 1], h_0)
    assert_close(first, output[: T // 2 or 1])
    if T > 1:
        assert_close(module(x[T // 2 :], state)[0], output[T // 2 :])


def test_the_gates_from_their_weights():
    x, gru, lstm = torch.randn(4, 3, F), MinGRU(F, H), MinLSTM(F, H)
    z, n = (x @ gru.weight_ih.T + gru.bias_ih).split(H, dim=-1)
    assert_close(gru.steps(x), (z.sigmoid(), (1 - z.sigmoid()) * n))
    i, f, g = (x @ lstm.weight_ih.T + lstm.bias_ih).split(H, dim=-1)
    i, f = i.sigmoid(), f.sigmoid()
    assert_close(lstm.steps(x), (f / (f + i), i / (f + i) * g))


def test_shut_gates_of_a_minlstm_give_numbers():
    layer = MinLSTM(F, H)
    with torch.no_grad():
        layer.bias_ih[: 2 * H] = -500.0  # both gates are 0 in float32
    assert layer(torch.randn(9, 2, F))[0].isfinite().all()


def test_what_does_not_fit_is_named():
    layer, x = MinGRU(F, H), torch.zeros(7, 3, F)
    for arguments, words in (
        ((x[0],), "x has 2 axes"),
        ((x[:0],), "x has seq_len 0"),
        ((x[..., :4],), "x has input_size 4 but weight_ih has 6"),
        ((x, torch.zeros(3, H)), r"h_0 is \(3, 5\) but must be \(1, batch, hidden_size\) = \(1, 3, 5\)"),
    ):
        with pytest.raises(ValueError, match=words):
            layer(*arguments)
    a = torch.zeros(7, 3, H)
    for arguments, words in (
        ((a[:0], a[:0], a[0]), "a has seq_len 0"),
        ((a, a[:6], a[0]), r"a is \(7, 3, 5\) but b is \(6, 3, 5\)"),
        ((a, a, a[0, 0]), r"a step of a is \(3, 5\) but h_0 is \(5,\)"),
    ):
        with pytest.raises(ValueError, match=words):
            scan(*arguments)


def test_a_layer_shows_its_sizes():
    assert repr(MinGRU(F, H)) == "MinGRU(6, 5)"


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(scans).failed == 0

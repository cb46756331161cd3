import doctest

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence
from torch.testing import assert_close

from course_utils import sequences
from course_utils.recurrence import gru_step, lstm_step, rnn_step, weights_of
from course_utils.sequences import batch_sizes, mask, pack, packed_loop, tables, windows

LENGTHS = ([4, 2, 7], [3], [1], [5, 5, 5], [1, 8, 8, 3, 1])


def test_windows_slide_by_one_step():
    series = torch.arange(1, 11)
    found = windows(series, 3)
    assert found.tolist() == [[k, k + 1, k + 2] for k in range(1, 9)]
    assert len(found.split(2)) == 4


def test_padded_windows_start_at_every_step_and_end_in_zeros():
    found = windows(torch.arange(1, 11), 3, padded=True)
    assert found.tolist() == [[k, k + 1, k + 2] for k in range(1, 9)] + [[9, 10, 0], [10, 0, 0]]
    assert len(found.split(2)) == 5


@pytest.mark.parametrize("padded", [False, True])
def test_windows_of_features_run_along_time(padded):
    series = torch.randn(7, 6)
    found = windows(series, 3, padded)
    assert found.shape == (7 if padded else 5, 3, 6)
    for k in range(5):
        assert torch.equal(found[k], series[k : k + 3])


def test_windows_at_the_edges():
    series = torch.arange(1, 4)
    assert torch.equal(windows(series, 1), series.unsqueeze(1))
    assert torch.equal(windows(series, 1, padded=True), series.unsqueeze(1))
    assert windows(series, 3).tolist() == [[1, 2, 3]]
    assert windows(series, 3, padded=True).dtype == torch.int64
    assert windows(series[:1], 3, padded=True).tolist() == [[1, 0, 0]]
    with pytest.raises(ValueError, match="a window has 4 steps but the series has 3"):
        windows(series, 4)
    with pytest.raises(ValueError, match="a window has 0 steps"):
        windows(series, 0)


@pytest.mark.parametrize("lengths", LENGTHS)
def test_mask_and_batch_sizes_count_what_is_real(lengths):
    real = mask(torch.tensor(lengths))
    assert real.shape == (max(lengths), len(lengths))
    assert [column.tolist() for column in real.T] == [[t < n for t in range(max(lengths))] for n in lengths]
    sizes = batch_sizes(torch.tensor(lengths))
    assert sizes.tolist() == [sum(n > t for n in lengths) for t in range(max(lengths))]
    assert sizes.dtype == torch.int64


def test_mask_of_a_total_length():
    lengths = torch.tensor([2, 3])
    assert torch.equal(mask(lengths, 5)[:3], mask(lengths))
    assert not mask(lengths, 5)[3:].any()
    with pytest.raises(ValueError, match="total_length is 2 but the longest sequence has 3 steps"):
        mask(lengths, 2)


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize("features", [(), (6,), (6, 2)])
@pytest.mark.parametrize("beyond", [0, 4])
def test_pack_is_what_pytorch_packs(lengths, features, beyond):
    padded = torch.randn(max(lengths) + beyond, len(lengths), *features)
    expected = pack_padded_sequence(padded, torch.tensor(lengths), enforce_sorted=False)
    assert_close(tuple(pack(padded, torch.tensor(lengths))), tuple(expected), rtol=0, atol=0)


@pytest.mark.parametrize(
    ("lengths", "message"),
    [
        ([4, 2], r"padded has batch 3 but lengths has shape \(2,\)"),
        ([4, 0, 7], "padded has seq_len 7 but lengths go from 0 to 7"),
        ([4, 2, 8], "padded has seq_len 7 but lengths go from 2 to 8"),
    ],
)
def test_pack_refuses_lengths_that_do_not_fit(lengths, message):
    with pytest.raises(ValueError, match=message):
        pack(torch.zeros(7, 3, 6), torch.tensor(lengths))


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize(("kind", "step"), [(nn.RNN, rnn_step), (nn.LSTM, lstm_step), (nn.GRU, gru_step)])
def test_packed_loop_is_the_layer_in_both_directions(lengths, kind, step):
    torch.manual_seed(0)
    layer, batch = kind(6, 5, bidirectional=True), len(lengths)
    packed = pack(torch.randn(max(lengths), batch, 6), torch.tensor(lengths))
    h_0, c_0 = torch.randn(2, batch, 5), torch.randn(2, batch, 5)
    expected, last = layer(packed, (h_0, c_0) if kind is nn.LSTM else h_0)
    for way in range(2):
        h, c = h_0[way, packed.sorted_indices], c_0[way, packed.sorted_indices]
        start = (h, c) if kind is nn.LSTM else h
        output, state = packed_loop(step, packed, start, weights_of(layer, reverse=way == 1), reverse=way == 1)
        assert_close(output.data, expected.data[:, 5 * way : 5 * way + 5])
        assert torch.equal(output.batch_sizes, packed.batch_sizes)
        assert torch.equal(output.unsorted_indices, packed.unsorted_indices)
        for ours, theirs in zip(*((state, last) if kind is nn.LSTM else ([state], [last])), strict=True):
            assert_close(ours[packed.unsorted_indices], theirs[way])


def test_tables_hold_windows_and_what_comes_ahead_of_them():
    series = torch.arange(20.0) ** 2
    mean, std = series[:12].mean(), series[:12].std()
    seen, rest = tables(series, 12, seq_len=4, ahead=3)
    assert (seen.shape, rest.shape) == ((6, 5), (8, 5))
    for start, row in enumerate(torch.cat([seen, rest])):
        expected = torch.cat([series[start : start + 4], series[start + 6 : start + 7]])
        assert_close(row * std + mean, expected, rtol=0, atol=1e-3)
    assert_close(rest[:, -1] * std + mean, series[12:], rtol=0, atol=1e-3)


def test_tables_for_training_know_nothing_of_the_future():
    series = torch.randn(20)
    other = torch.cat([series[:12], torch.zeros(8)])
    assert torch.equal(tables(series, 12)[0], tables(other, 12)[0])


def test_tables_need_a_training_row():
    assert len(tables(torch.randn(20), 8)[0]) == 1
    with pytest.raises(ValueError, match="a row takes 8 steps but n_train is 7"):
        tables(torch.randn(20), 7)


def test_examples_in_the_docstrings():
    failed, tried = doctest.testmod(sequences)
    assert (failed, tried > 0) == (0, True)

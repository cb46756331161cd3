"""The oracles of the exercises, compared with PyTorch in a second way."""

import math
import statistics
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
import torch
from torch import nn

from course_utils.checks import find
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.values import to_object
from course_utils.recurrence import gru_paper_step, weights_of
from course_utils.scans import MinGRU
from course_utils.text import Lanes
from tests.helpers.verdicts import SPLIT
from tools.notebooks import solutions


def copy_weights(cells: tuple[nn.Module, ...], layer: nn.Module) -> None:
    """The instructor's way of copying, which the check accepts."""
    solution, namespace = solutions()["cell/copy-weights"], {}
    exec(f"{solution.imports}\n{solution.answer}", namespace)
    namespace["copy_weights"](cells, layer)


def test_the_oracle_says_what_pytorch_does_with_its_gates() -> None:
    """split-gates names blocks. Driving one block at a time in a cell shows that its name is right."""
    cell = nn.LSTMCell(6, 5)
    x, h, c = torch.randn(3, 6), torch.randn(3, 5), torch.randn(3, 5)

    def drive(gate: str, value: float) -> tuple[torch.Tensor, torch.Tensor]:
        with torch.no_grad():
            find(SPLIT).oracle(cell.bias_ih)[gate].fill_(value)
            return cell(x, (h, c))

    drive("i", -1e9)
    assert torch.allclose(drive("f", 1e9)[1], c), "input gate shut, forget gate open: c stays"
    assert torch.equal(drive("f", -1e9)[1], torch.zeros(3, 5)), "both shut: c is gone"
    drive("i", 1e9)
    assert torch.allclose(drive("g", 1e9)[1], torch.ones(3, 5)), "input open, candidate at its top: c is one"
    assert torch.equal(drive("o", -1e9)[0], torch.zeros(3, 5)), "output gate shut: h is zero"


def test_the_loop_of_cell_states_is_what_the_layer_does() -> None:
    layer, cell = nn.LSTM(6, 5), nn.LSTMCell(6, 5)
    cell.load_state_dict({name.removesuffix("_l0"): weight for name, weight in layer.state_dict().items()})
    x, h, c = torch.randn(7, 3, 6), torch.randn(3, 5), torch.randn(3, 5)
    every = find("lstm/cell-states").oracle(cell, x, (h, c))
    for t in range(7):
        _, (_, c_n) = layer(x[: t + 1], (h[None], c[None]))
        torch.testing.assert_close(every[t], c_n[0])


def test_half_of_the_memory_is_left_after_a_half_life() -> None:
    lstm, cell = nn.LSTM(6, 5), nn.LSTMCell(6, 5)
    with torch.no_grad():
        lstm.weight_ih_l0.zero_()
        lstm.weight_hh_l0.zero_()
        lstm.bias_ih_l0[:5] = -1e9  # the input gate is shut
        cell.load_state_dict({name.removesuffix("_l0"): weight for name, weight in lstm.state_dict().items()})
        _, left = cell(torch.randn(1, 6), (torch.zeros(1, 5), torch.ones(1, 5)))
    torch.testing.assert_close(left ** find("lstm/half-life").oracle(lstm), torch.full((1, 5), 0.5))


def test_the_paper_step_is_the_one_of_the_lesson() -> None:
    cell = nn.GRUCell(6, 5)
    x, h = torch.randn(3, 6), torch.randn(3, 5)
    new, agrees = find("gru/paper-step").oracle(x, h, *cell.parameters())
    torch.testing.assert_close(new, gru_paper_step(x, h, weights_of(cell)))
    assert not agrees
    assert find("gru/paper-step").oracle(x, 0 * h, *(0 * weight for weight in cell.parameters()))[1]


def test_a_kept_state_is_kept_for_a_thousand_steps() -> None:
    gru = find("gru/keep").oracle(nn.GRU(6, 5, num_layers=2, bidirectional=True))
    h_0 = torch.rand(4, 3, 5) * 2 - 1
    torch.testing.assert_close(gru(1000 * torch.randn(1000, 3, 6), h_0)[1], h_0)


def test_the_windows_are_those_of_one_to_ten() -> None:
    found = find("rnn/sliding-windows").oracle(torch.arange(1.0, 11.0).unsqueeze(1), 3).squeeze(2).int().tolist()
    assert found[:2] == [[1, 2, 3], [2, 3, 4]]
    assert found[-2:] == [[9, 10, 0], [10, 0, 0]]
    assert len(found) == 10


def test_time_major_is_what_a_layer_reads_by_default() -> None:
    time_first, batch_first = nn.RNN(6, 5), nn.RNN(6, 5, batch_first=True)
    time_first.load_state_dict(batch_first.state_dict())
    x = torch.randn(3, 7, 6)
    turn = find("rnn/to-time-major").oracle
    torch.testing.assert_close(time_first(turn(x))[0], turn(batch_first(x)[0]))


@pytest.mark.parametrize("seed", range(3))
def test_examples_leak_where_gradients_flow(seed) -> None:
    """On every trial; the matrix of gradients is that of all steps."""
    exercise = find("rnn/leaks")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(seed))):
        layer, x = map(to_object, trial.arguments.values())
        flows = torch.autograd.functional.jacobian(lambda x, layer=layer: layer(x)[0].sum((1, 2)), x)
        assert torch.equal(exercise.oracle(layer, x), flows.abs().amax((2, 3)) > 0)


def test_who_leaks_goes_by_layout_direction_and_memory() -> None:
    leaks, x, every = find("rnn/leaks").oracle, torch.randn(3, 7, 6), torch.ones(3, 3, dtype=torch.bool)
    for kind in (nn.RNN, nn.LSTM, nn.GRU):
        assert torch.equal(leaks(kind(6, 5, batch_first=True, bidirectional=True), x), every.tril().triu())
        assert torch.equal(leaks(kind(6, 5), x), every.tril())
        assert torch.equal(leaks(kind(6, 5, bidirectional=True), x), every)
    rnn = nn.RNN(6, 5)
    nn.init.zeros_(rnn.weight_hh_l0)
    assert torch.equal(leaks(rnn, x), every.tril().triu())


def test_a_forecast_is_worth_what_its_part_of_the_truth_says() -> None:
    """Half-way from a simple forecast to the truth the errors are halved, and their squares are a quarter."""
    worth_it, series, start = find("rnn/worth-it").oracle, torch.randn(40), 30
    mean = sum(series[:start].tolist()) / start
    simple = {
        "mean": [mean] * 10,
        "last": [series[n - 1].item() for n in range(start, 40)],
        "period": [series[n - 4].item() for n in range(start, 40)],
    }
    for name, numbers in simple.items():
        forecast = (torch.tensor(numbers) + series[start:]) / 2
        assert worth_it(forecast, series, 4)[name] == pytest.approx(0.75)
        assert worth_it(torch.tensor(numbers), series, 4)[name] == pytest.approx(0, abs=1e-6)
    assert set(worth_it(series[start:], series, 4).values()) == {1.0}


def test_the_simple_forecasts_are_those_of_the_text() -> None:
    series, truth = torch.tensor([1.0, 2, 4, 7, 11, 16]), torch.tensor([7.0, 11, 16])
    simple = {"mean": [7 / 3] * 3, "last": [4, 7, 11], "period": [2, 4, 7]}
    ours = (truth - 1).square().sum().item()
    skills = {name: 1 - ours / (truth - torch.tensor(says)).square().sum().item() for name, says in simple.items()}
    assert find("rnn/worth-it").oracle(torch.ones(3), series, 2) == pytest.approx(skills)


def test_copied_weights_make_the_layer_a_loop_over_the_cells() -> None:
    cells, layer = (nn.GRUCell(6, 5), nn.GRUCell(5, 5)), nn.GRU(6, 5, num_layers=2)
    copy_weights(cells, layer)
    x, (h_1, h_2) = torch.randn(7, 3, 6), torch.randn(2, 3, 5)
    output, _ = layer(x, torch.stack([h_1, h_2]))
    for t in range(7):
        h_1 = cells[0](x[t], h_1)
        h_2 = cells[1](h_1, h_2)
        torch.testing.assert_close(output[t], h_2)


@pytest.mark.parametrize("bidirectional", [True, False])
def test_the_last_states_are_both_ends_of_the_output(bidirectional) -> None:
    output, h_n = nn.GRU(6, 5, num_layers=2, bidirectional=bidirectional)(torch.randn(7, 3, 6))
    ends = torch.cat([output[-1, :, :5], output[0, :, 5:]], dim=-1)
    torch.testing.assert_close(find("cell/last-states").oracle(h_n, 2, bidirectional), ends)


def test_what_is_generated_is_what_a_layer_makes_of_it() -> None:
    cell, layer, head, x, hx = nn.GRUCell(6, 5), nn.GRU(6, 5), nn.Linear(5, 6), torch.randn(3, 6), torch.randn(3, 5)
    copy_weights((cell,), layer)
    written = find("cell/generate").oracle(cell, head, x, hx, 4)
    output, _ = layer(torch.stack([x, *written[:-1]]), hx.unsqueeze(0))
    torch.testing.assert_close(head(output), written)


def test_a_reset_makes_what_a_layer_makes_of_the_pieces() -> None:
    cell, layer, x, hx = nn.GRUCell(6, 5), nn.GRU(6, 5), torch.randn(7, 3, 6), torch.randn(3, 5)
    copy_weights((cell,), layer)
    symbols = torch.zeros(7, 3, dtype=torch.int64)
    symbols[[0, 4], 0] = symbols[2:4, 1] = 1
    output, h = find("cell/reset").oracle(cell, x, symbols, 1, hx)
    for example, start, stop in ((0, 0, 4), (0, 4, 7), (1, 0, 2), (1, 2, 3), (1, 3, 7), (2, 0, 7)):
        alone, _ = layer(x[start:stop, example], hx[None, example])
        torch.testing.assert_close(output[start:stop, example], alone)
    torch.testing.assert_close(h, output[-1])


def test_an_encoded_example_is_what_it_is_alone() -> None:
    gru, lengths = nn.GRU(6, 5, num_layers=2, bidirectional=True), torch.tensor([4, 2, 7])
    x = torch.randn(9, 3, 6)
    encoded = find("packing/encode").oracle(gru, x, lengths)
    for k, length in enumerate(lengths.tolist()):
        output, _ = gru(x[:length, k])
        torch.testing.assert_close(encoded[k], torch.cat([output[-1, :5], output[0, 5:]]))


@pytest.mark.parametrize("name", ["encode", "last-step", "masked-loss", "masked-mean"])
def test_the_padding_of_a_batch_does_not_matter(name) -> None:
    """An oracle gives the same result for a batch with more and other padding."""
    exercise = find(f"packing/{name}")
    given = list(next(exercise.trials(Random(torch.Generator().manual_seed(0)))).arguments.values())
    longest = int(given[-1].max())

    def wider(value):
        padded = isinstance(value, torch.Tensor) and value.dim() > 1
        return torch.cat([value[:longest], value.flip(0)]) if padded else value

    one, other = (exercise.oracle(*map(to_object, values)) for values in (given, map(wider, given)))
    torch.testing.assert_close(one, other)


def test_a_label_per_step_costs_what_the_examples_cost_alone() -> None:
    """By plain Python, example by example: minus the logarithm of what softmax gives the right class."""
    exercise = find("packing/labels-per-step")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        logits, labels, lengths = trial.arguments.values()
        costs = []
        for scores, classes, length in zip(logits.tolist(), labels.tolist(), lengths.tolist(), strict=True):
            for step in range(length):
                total = sum(math.exp(score) for score in scores[step])
                costs.append(math.log(total) - scores[step][classes[step]])
        found = exercise.oracle(logits, labels, lengths).item()
        assert found == pytest.approx(statistics.mean(costs), rel=1e-5, abs=1e-6)


def test_a_table_is_read_as_statistics_reads_it() -> None:
    """By exact fractions: no rounding decides a claim."""
    exercise, claims = find("mnist/read-the-table"), set()
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        pairs = zip(*(map(Fraction, model.tolist()) for model in trial.arguments.values()), strict=True)
        differences = [first - second for first, second in pairs]
        mean, n = statistics.mean(differences), len(differences)
        square = statistics.variance(differences) / n
        found = exercise.oracle(*trial.arguments.values())
        assert found["difference"] == pytest.approx(float(mean), abs=1e-12)
        assert found["standard error"] == pytest.approx(float(square) ** 0.5, abs=1e-12)
        is_claimed = {factor: mean**2 > Fraction(factor) ** 2 * square for factor in ("1.99", "2", "2.01")}
        assert len(set(is_claimed.values())) == 1, "so near to two that rounding may decide"
        assert found["claim"] == (("first" if mean > 0 else "second") if is_claimed["2"] else "neither")
        claims.add(found["claim"])
    assert claims == {"first", "second", "neither"}


def test_ids_go_back_to_the_text() -> None:
    """Letter by letter, by plain Python: padding is nothing, and an unknown letter a mark."""
    exercise = find("text/encode")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        texts, letters = trial.arguments.values()
        names = ["", "�", *letters]
        columns = exercise.oracle(texts, letters).T.tolist()
        known = ["".join(letter if letter in letters else "�" for letter in text) for text in texts]
        assert ["".join(names[number] for number in column) for column in columns] == known
        assert len(columns[0]) == max(map(len, texts))


def test_the_lanes_are_those_of_the_lesson() -> None:
    exercise = find("text/next-char")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        ids, batch = trial.arguments.values()
        inputs, targets = exercise.oracle(ids, batch)
        lanes = Lanes(ids, batch, seq_len=len(ids))[0]
        assert torch.equal(inputs, lanes[:-1])
        assert torch.equal(targets, lanes[1:])


def test_a_bigram_table_is_what_fractions_give() -> None:
    exercise = find("text/bigram")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        texts, V, smoothing = trial.arguments.values()
        pairs = Counter(pair for text in texts for pair in pairwise(text.tolist()))
        found = exercise.oracle(texts, V, smoothing).tolist()
        for a in range(V):
            total = sum(Fraction(smoothing) + pairs[a, b] for b in range(V))
            assert found[a] == pytest.approx([float((Fraction(smoothing) + pairs[a, b]) / total) for b in range(V)])


def test_perplexity_is_the_geometric_mean_of_one_over_probability() -> None:
    exercise = find("text/perplexity")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        batches, padding = trial.arguments.values()
        inverse = [
            1 / float(row.double().softmax(0)[letter])
            for logits, targets in batches
            for row, letter in zip(logits.flatten(0, 1), targets.flatten().tolist(), strict=True)
            if letter != padding
        ]
        assert exercise.oracle(batches, padding) == pytest.approx(statistics.geometric_mean(inverse))


def test_what_is_written_in_a_batch_is_what_is_written_alone() -> None:
    exercise = find("text/generate")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        embedding, gru, head, prefixes, lengths, n = map(to_object, trial.arguments.values())
        written = exercise.oracle(embedding, gru, head, prefixes, lengths, n)
        for k, length in enumerate(lengths.tolist()[:4]):
            text = prefixes[:length, k]
            for _ in range(n):
                text = torch.cat([text, head(gru(embedding[text])[0][-1]).argmax().view(1)])
            assert torch.equal(text[length:], written[:, k])


def test_two_steps_as_one_give_what_two_steps_give() -> None:
    first, second = torch.randn(2, 3, 5).unbind(), torch.randn(2, 3, 5).unbind()
    a, b = find("today/combine").oracle(first, second)
    h = torch.randn(3, 5)
    torch.testing.assert_close(a * h + b, second[0] * (first[0] * h + first[1]) + second[1])


@pytest.mark.parametrize("T", [1, 7])
def test_the_states_of_a_recurrence_are_those_of_exact_fractions(T) -> None:
    a, b, h_0 = torch.randn(T, 1, 1), torch.randn(T, 1, 1), torch.randn(1, 1)

    def states(a: torch.Tensor, start: float) -> list[float]:
        found, h = [], Fraction(start)
        for a_t, b_t in zip(a.flatten().tolist(), b.flatten().tolist(), strict=True):
            h = Fraction(a_t) * h + Fraction(b_t)
            found.append(float(h))
        return found

    assert find("today/scan").oracle(a, b, h_0).flatten().tolist() == pytest.approx(states(a, h_0.item()), abs=1e-5)
    kernel, output = find("today/kernel").oracle(a[0, 0], b)
    assert output.flatten().tolist() == pytest.approx(states(a[0].expand_as(a), 0.0), abs=1e-5)
    assert kernel.flatten().tolist() == pytest.approx([a[0].item() ** k for k in range(T)], abs=1e-5)


def test_the_min_gru_is_the_one_of_the_lesson() -> None:
    layer, x, h_0 = MinGRU(6, 5), torch.randn(7, 3, 6), torch.randn(1, 3, 5)
    found = find("today/min-gru").oracle(x, h_0, layer.weight_ih, layer.bias_ih)
    torch.testing.assert_close(found, layer(x, h_0))


def test_corrected_chunks_are_the_states_of_the_whole() -> None:
    exercise, scan = find("today/carry"), find("today/scan").oracle
    a, b, h_0 = torch.randn(7, 3, 5), torch.randn(7, 3, 5), torch.randn(3, 5)
    whole = scan(a, b, h_0)
    lengths = (2, 1, 4)
    chunks = tuple((a_n, scan(a_n, b_n, 0 * h_0)) for a_n, b_n in zip(a.split(lengths), b.split(lengths), strict=True))
    torch.testing.assert_close(exercise.oracle(chunks, h_0), (whole, whole[-1]))


def test_what_a_recurrent_network_keeps_is_what_its_layer_returns() -> None:
    kept = find("today/kept").oracle
    for kind in (nn.RNN, nn.GRU, nn.LSTM):
        _, state = kind(6, 5, num_layers=2)(torch.randn(7, 3, 6))
        numbers = sum(part.numel() for part in (state if isinstance(state, tuple) else (state,)))
        assert kept(kind.__name__, 2, 5, 3, 7) == numbers
    _, h_n = MinGRU(6, 5)(torch.randn(7, 3, 6))
    assert kept("minGRU", 1, 5, 3, 7) == h_n.numel()


def test_attention_goes_on_with_the_keys_and_values_that_are_counted() -> None:
    """With those of 7 steps at hand, step 8 comes out as if all 8 had been read at once; with fewer, it does not."""
    q, k, v = torch.randn(3, 4, 8, 5).unbind()
    attention = nn.functional.scaled_dot_product_attention
    whole = attention(q, k, v, is_causal=True)
    cache = torch.stack([k[:, :7], v[:, :7]])
    keys, values = (torch.cat([old, new[:, 7:]], 1) for old, new in zip(cache, (k, v), strict=True))
    torch.testing.assert_close(attention(q[:, 7:], keys, values), whole[:, 7:])
    assert not torch.allclose(attention(q[:, 7:], keys[:, 1:], values[:, 1:]), whole[:, 7:])
    assert cache.numel() == find("today/kept").oracle("attention", 1, 5, 4, 7)

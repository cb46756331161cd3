"""The shape card, row by row against PyTorch, and the glossary."""

import re

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from tools.notebooks import ROOT, prose, read

LAYERS = {"nn.RNN": nn.RNN, "nn.GRU": nn.GRU, "nn.LSTM": nn.LSTM}
CELLS = {"nn.RNNCell": nn.RNNCell, "nn.GRUCell": nn.GRUCell, "nn.LSTMCell": nn.LSTMCell}
T, B, F, H, L, P = 7, 3, 6, 5, 2, 4
LENGTHS = [4, 6, 3]  # not sorted, and none as long as T
Row = tuple[str, list[str]]


def tables(page: str) -> dict[str, tuple[list[str], list[Row]]]:
    """The tables of a page by the heading above them: the names of the columns, then (first cell, other cells)."""
    found = {}
    for cell in read(ROOT / "notebooks" / f"{page}.ipynb").cells:
        lines = [line for line in cell.source.splitlines() if line.startswith("|")]
        if not lines:
            continue
        header, _rule, *rows = ([part.strip() for part in line.strip("|").split(" |")] for line in lines)
        title = cell.source.splitlines()[0].lstrip("# ")
        found[title] = (header[1:], [(row[0], [part.strip("| ") for part in row[1:]]) for row in rows])
    return found


CARD = tables("shape_card")


def sizes(written: str, D: int = 1) -> tuple[int, ...]:
    """The numbers of a shape that the card writes in names."""
    letters = {"T": T, "B": B, "F": F, "H": H, "L": L, "P": P, "D": D, "N": sum(LENGTHS), "M": max(LENGTHS)}
    shape: tuple[int, ...] = eval(written.replace("·", "*"), {}, letters)
    return shape


def part(heading: str) -> tuple[list[str], list[Row]]:
    return next(table for title, table in CARD.items() if title.startswith(heading))


def every(thing: Tensor | tuple) -> list[Tensor]:
    """The tensors of a state: h, or h and c."""
    return [thing] if isinstance(thing, Tensor) else list(thing)


@pytest.mark.parametrize("D", [1, 2])
@pytest.mark.parametrize("layer", LAYERS.values())
def test_layers(layer: type[nn.RNNBase], D: int) -> None:
    columns, rows = part("Layers")
    inputs = dict(zip(columns, rows[0][1], strict=True))
    for column, written in inputs.items():
        options = {"batch_first": "batch_first" in column, "device": "meta"}
        plain = layer(F, H, L, bidirectional=D == 2, **options)
        projected = nn.LSTM(F, H, L, bidirectional=D == 2, proj_size=P, **options)
        for name, cells in rows:
            module = projected if "proj_size" in name else plain
            x = torch.randn(sizes(written), device="meta")
            output, state = module(x)
            module(x, state)  # a state that comes out may go in again
            h_n, *c_n = every(state)
            actual = {"`input`": x, "`output`": output, "`h_0`": h_n, "`c_0`": (c_n or [None])[0]}[name.split(",")[0]]
            if actual is not None:
                assert actual.shape == sizes(cells[columns.index(column)], D), (name, column)


@pytest.mark.parametrize("D", [1, 2])
def test_parameters(D: int) -> None:
    kinds, rows = part("Parameters")
    counted = 0
    for name, cells in rows:
        for kind, cell in zip(kinds, cells, strict=True):
            layer = LAYERS[kind](F, H, L, bidirectional=D == 2)
            names = [each for each in re.findall(r"`(\w+)`", name) if "_l" in each]
            for each in names:
                level = 0 if each.endswith("_l0") else 1
                for ending in ["", "_reverse"][:D]:
                    weight = getattr(layer, each.removesuffix("k").removesuffix("0") + str(level) + ending)
                    assert weight.shape == sizes(cell, D), (each, kind)
                    counted += 1
            if name.startswith("blocks"):
                assert layer.weight_hh_l0.shape[0] // H == len(cell.split(", "))
            elif name.startswith("numbers"):
                assert sizes(f"({cell},)", D)[0] == numbers(layer, level_of(name))
            else:
                assert names
    assert counted == 5 * 3 * D


@pytest.mark.parametrize("D", [1, 2])
def test_parameters_with_proj_size(D: int) -> None:
    layer = nn.LSTM(F, H, L, bidirectional=D == 2, proj_size=P)
    _columns, rows = part("An LSTM with proj_size")
    written = {}
    for name, (cell,) in rows:
        if name.startswith("numbers"):
            assert sizes(f"({cell},)", D)[0] == numbers(layer, level_of(name))
            continue
        for each in re.findall(r"`(\w+_l\w)`", name):
            written[each[:-1] + str(level_of(name))] = sizes(cell, D)
    of_both = {name: tuple(weight.shape) for name, weight in layer.named_parameters() if not name.endswith("_reverse")}
    assert {name: shape for name, shape in of_both.items() if name in written} == written
    assert {name[:-1] for name in of_both} == {name[:-1] for name in written}, "a parameter is not on the card"


def level_of(name: str) -> int:
    """The layer that a row is about: layer 0, or 1 for any other."""
    return 0 if "_l0" in name or "layer 0" in name else 1


def numbers(layer: nn.RNNBase, level: int) -> int:
    """How many numbers one direction of a layer has."""
    named = layer.named_parameters()
    return sum(weight.numel() for name, weight in named if name.endswith(f"_l{level}"))


@pytest.mark.parametrize("kind", CELLS)
def test_cells(kind: str) -> None:
    kinds, rows = part("Cells")
    cells = dict(rows)
    column = next(number for number, name in enumerate(kinds) if kind in name)
    cell = CELLS[kind](F, H)
    x = torch.randn(sizes(cells["`input`"][column]))
    states = [sizes(re.search(r"\(B.*\)", cells[row][column])[0]) for row in ("`hx`", "returns")]
    pair = "pair" in cells["`hx`"][column]
    given = torch.zeros(states[0])
    returned = every(cell(x, (given, given) if pair else given))
    assert len(returned) == 1 + pair
    assert all(state.shape == states[1] for state in returned)
    layer = LAYERS[kind.removesuffix("Cell")](F, H)
    assert "without `_l0`" in cells["parameters"][column]
    assert {name.removesuffix("_l0"): weight.shape for name, weight in layer.state_dict().items()} == {
        name: weight.shape for name, weight in cell.state_dict().items()
    }


@pytest.mark.parametrize("D", [1, 2])
@pytest.mark.parametrize("column", [0, 1])
def test_packed(column: int, D: int) -> None:
    options = {"batch_first": bool(column)}
    _columns, rows = part("Packed")
    written = {name: cells[column] for name, cells in rows}
    padded = torch.randn(sizes(written.pop("padded, into `pack_padded_sequence`")))
    packed = pack_padded_sequence(padded, torch.tensor(LENGTHS), enforce_sorted=False, **options)
    by_hand = pack_padded_sequence(padded, torch.tensor(sorted(LENGTHS, reverse=True)), **options)
    layer = nn.GRU(F, H, L, bidirectional=D == 2, **options)
    output, h_n = layer(packed)
    assert isinstance(output, PackedSequence)
    unpacked, lengths = pad_packed_sequence(output, **options)
    total, _ = pad_packed_sequence(output, total_length=T, **options)
    indices = written.pop("`.sorted_indices`, `.unsorted_indices`")
    assert packed.sorted_indices.shape == packed.unsorted_indices.shape == sizes(indices.split(", or")[0])
    assert "None if `enforce_sorted`" in indices
    assert by_hand.sorted_indices is by_hand.unsorted_indices is None
    alone = layer(padded[:1, : LENGTHS[0]] if column else padded[: LENGTHS[0], :1])[1]
    torch.testing.assert_close(h_n[:, :1], alone)  # in the original order
    actual = {
        "`.data`": packed.data,
        "`.batch_sizes`": packed.batch_sizes,
        "`.data` of a layer's output": output.data,
        "`h_n` of a packed batch, in its original order": h_n,
        "padded, out of `pad_packed_sequence`": unpacked,
        "the same with `total_length=T`": total,
        "`lengths`, out of `pad_packed_sequence`": lengths,
    }
    assert {name: tuple(tensor.shape) for name, tensor in actual.items()} == {
        name: sizes(shape, D) for name, shape in written.items()
    }


def test_taking_it_apart() -> None:
    """Every line with an `is` is a true equality; every other line runs and gives the shape that it states."""
    D = 2
    output, h_n = nn.GRU(F, H, L, bidirectional=True)(torch.randn(T, B, F))
    names = {"output": output, "h_n": h_n, "torch": torch, "T": T, "B": B, "L": L, "D": D, "H": H}
    _columns, rows = part("Taking")
    for name, (cell,) in rows:
        left, *right = (eval(code, names) for code in re.findall(r"`([^`]+)`", cell))
        if " is " in cell:
            torch.testing.assert_close(left, right[0])
        elif "2·H" in cell:
            assert left.shape == sizes("(B, 2·H)")
        elif name == "the two directions":
            assert torch.equal(left[:, :, 1], output[:, :, H:])
        else:
            assert torch.equal(left[1, 0], h_n[1 * D + 0])
    assert len(rows) == 5


def plain(text: str) -> str:
    """A text in small letters, with a space for every hyphen, underscore and line break."""
    return re.sub(r"[_\s-]+", " ", text.lower())


def test_glossary_is_in_order_and_its_terms_are_used_where_it_says() -> None:
    (_columns, rows) = tables("glossary")["Glossary"]
    terms = [name for name, _cells in rows]
    assert terms == sorted(terms, key=str.lower)
    assert len(terms) >= 90
    for name, (meaning, chinese, where) in rows:
        assert meaning.endswith("."), name
        assert len(meaning) <= 110, name
        assert re.search(r"[\u4e00-\u9fff]", chinese), name
        (page,) = re.findall(r"\[[\w ]+\]\((\w+\.ipynb)\)", where)
        told = " ".join(cell.source for cell in read(ROOT / "notebooks" / page).cells)
        assert plain(name) in plain(told), f"{page} does not use {name}"


def test_every_term_that_a_page_explains_is_in_the_glossary() -> None:
    """Before you start sets its terms in bold."""
    (_columns, rows) = tables("glossary")["Glossary"]
    terms = {plain(name) for name, _cells in rows}
    bold = re.findall(r"(?<![.\w])\*\*([\w-]+)\*\*", prose(ROOT / "notebooks" / "before_you_start.ipynb"))
    missing = [word for word in bold if not terms & {plain(word), plain(word)[:-1], plain(word)[:-2]}]  # or a plural
    assert missing == []

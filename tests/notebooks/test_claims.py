"""What tutorials claim about recurrent networks, and what is true: an executed cell tests every claim.

A claim has an id, which tags its cells. This module lists the lessons that must test it, or the page that took it
over, what is true in a few words, and what the tagged cells of each such notebook must print or assert.
"""

import re
from dataclasses import dataclass

import pytest

from tools.notebooks import LESSONS, PAGES, read


@dataclass(frozen=True)
class Claim:
    """A claim: the notebooks that test it, what is true, and patterns for the tagged cells' sources and outputs.

    A lesson is named by its number.
    """

    places: str
    truth: str
    found: tuple[str, ...]


CLAIMS = {
    "A1": Claim("01", "seven arguments in common; nonlinearity is nn.RNN's, proj_size nn.LSTM's", (r"all seven: yes",)),
    "A2": Claim(
        "appendix", "all parameters start from U(-sqrt(k), sqrt(k)), k = 1/hidden_size", (r"bias_ih_l0\s+largest",)
    ),
    "A3": Claim("01", "no h_0 means zeros", (r"no h_0 and h_0 of zeros give the same",)),
    "A4": Claim(
        "01", "batch_first moves input and output, never h_0 and h_n", (r"True\s+input \(3, 7, 6\).*h_n \(4, 3",)
    ),
    "A5": Claim(
        "01", "views split the directions", (r"\(7, 3, 10\) -> \(7, 3, 2, 5\)", r"\(4, 3, 5\) -> \(2, 2, 3, 5\)")
    ),
    "A6": Claim("04", "GRU(10, 20, 2) on (5, 3, 10)", (r"\(5, 3, 20\)", r"\(2, 3, 20\)")),
    "A7": Claim("03", "output never holds c", (r"output is h at every step, and c at none",)),
    "A8": Claim(
        "02",
        "a loop that never moves hx starts anew at every step",
        (
            r"hx never moves: no memory, order does not matter",
            r"assert_close\(wrong_shuffled, wrong\[order\]\)",
        ),
    ),
    "A9": Claim(
        "02",
        "what the Cell is good for",
        (
            r"without the state worse than always saying 0",
            r"five sequences in three examples",
            r"steps per example: \[2, 5, 3\]",
        ),
    ),
    "A10": Claim("03", "the encoder hands (h, c) to the decoder", (r"guessing without them", r"assert min")),
    "B1": Claim("01", "h = tanh(W_ih x + b_ih + W_hh h + b_hh)", (r"assert_close\(h_1, output\[0",)),
    "B2": Claim("01", "PyTorch's default is time first", (r"batch_first=False\s+input \(7, 3, 6\)",)),
    "B3": Claim(
        "what_you_may_have_read",
        "the pseudo-code does not run; repaired, it is nn.RNN",
        (r"missing required argument", r"assert_close"),
    ),
    "B4": Claim("01", "a prediction needs a head", (r"nn\.Linear", r"the head may go beyond")),
    "B5": Claim("05", "packing, explained", (r"by hand = PyTorch = each alone",)),
    "C1": Claim("01", "LSTM gained proj_size", (r"nn\.LSTM\s+proj_size\s+yes|proj_size\s+yes",)),
    "C2": Claim("01 03", "h_n does not become batch first", (r"Expected hidden size \(2, 3, 5\)|h_n \(2, 3, 5\)",)),
    "C3": Claim("01 03", "LSTM(1, 5, 2): input_size, hidden_size, num_layers", (r"Expected 1, got 2",)),
    "C4": Claim("01", "zero state, not zero weights", (r"weight_hh_l0", r"assert")),
    "C5": Claim("03", "LSTM(1, 5, 2) on (2, 3, 1)", (r"output \(2, 3, 5\) h_n \(2, 2, 5\) c_n \(2, 2, 5\)",)),
    "C6": Claim(
        "appendix", "inside, tensors are (seq_len, batch, features)", (r"transposes on the way in and on the way out",)
    ),
    "C7": Claim(
        "01 03",
        "out[:, -1] is h_n[-1], in one direction without padding",
        (r"output\[.*-1\] is h_n\[-1\]|is h_n\[-1\]",),
    ),
    "D1": Claim(
        "02",
        "the cell's hx is optional, too",
        (
            r"RNNCell\(x\) is RNNCell\(x, zeros\)",
            r"LSTMCell\(x\) is LSTMCell\(x, zeros\)",
        ),
    ),
    "D2": Claim("01 02", "dropout between layers only; with one it warns", (r"num_layers greater than 1",)),
    "D3": Claim(
        "02", "RNNCell(100, 200) has 60,400 parameters; nn.RNN(100, 200, 3) has 221,200", (r"60,?400", r"221,?200")
    ),
    "D4": Claim(
        "02",
        "six outputs of (5, 200); (6, 5, 200) and (3, 5, 200)",
        (
            r"6 outputs of \(5, 200\)",
            r"\(6, 5, 200\) and h_n \(3, 5, 200\)",
            r"loop of GRUCell = nn\.GRU|assert_close",
        ),
    ),
    "D5": Claim(
        "03", "800 x 200, and 400 x 100 belongs to hidden_size 100", (r"\(800, 200\)", r"weight_hh \(400, 100\)")
    ),
    "D6": Claim("03", "LSTM(100, 200, 2) takes 100 features, not 50", (r"Expected 100, got 50", r"200")),
    "D7": Claim("04", "GRU(10, 20): weight_hh (60, 20)", (r"\(60, 20\)|60 x 20",)),
    "D8": Claim(
        "06",
        "the permute makes columns time; squeeze eats a batch of one",
        (
            r"assert all\(columns\[t, b\]",
            r"to_rows\(one\)\.shape == \(28, 1, 28\)",
        ),
    ),
    "D9": Claim(
        "06",
        "the classic recipe reaches 98 %",
        (
            r"assert all\(abs\(run\.epochs\[-1\]\.accuracy - 0\.98\) < 0\.005",
            r"assert slow > 6 \* fast",
            r">= 0\.989",
        ),
    ),
    "D10": Claim(
        "appendix",
        "no Variable any more; worker processes cost more than they give here",
        (
            r"Variable",
            r"num_workers|workers",
            r"assert waited",
        ),
    ),
    "E1": Claim(
        "01",
        "204,800 against 4,194,304 weights; an RNN's count knows no T",
        (r"204,800", r"4,194,304", r"700 14,703,500\s+65"),
    ),
    "E2": Claim("01", "two linear layers and a tanh", (r"with tanh.*False", r"without.*True")),
    "E3": Claim("01", "h_0 has hidden_size numbers", (r"Expected hidden size \(1, 3, 5\), got \[1, 3, 6\]",)),
    "E4": Claim("01", "(5,1,4), (3,1,2), (5,1,2), (3,1,2)", (r"\(5, 1, 4\)", r"\(3, 1, 2\)", r"\(5, 1, 2\)")),
    "E5": Claim(
        "01",
        "h_n: last step of every layer; output: every step of the last",
        (r"output \(7, 3, 5\)\s+h_n \(2, 3, 5\)", r"assert"),
    ),
    "E6": Claim(
        "01",
        "ten padded windows, five batches, whatever seq_len",
        (r"10 windows of 3 steps.* in 5 batches", r"padded=True\)\) == 10", r"== 10 - seq_len \+ 1"),
    ),
    "E7": Claim("01", "h_0 from another network", (r"gradient reaches the other network: True",)),
    "F1": Claim("02 appendix", "the words of other libraries", (r"kernel|return_sequences",)),
}


def tagged(place: str, claim: str) -> str:
    """The sources and the outputs of the cells of a lesson or page that test a claim."""
    (path,) = (path for path in [*LESSONS, *PAGES] if path.stem.startswith(place))
    words = []
    for cell in read(path).cells:
        if f"claim-{claim}" in cell.metadata.get("tags", []):
            assert cell.execution_count, f"{cell.id} tests {claim}, but was not run"
            words.append(cell.source)
            for output in cell.outputs:
                words.append(output.get("text", "") or str(output.get("data", {}).get("text/plain", "")))
    return "\n".join(words)


@pytest.mark.parametrize("claim", CLAIMS)
def test_claim_is_met(claim: str) -> None:
    for place in CLAIMS[claim].places.split():
        words = tagged(place, claim)
        assert words, f"no cell of {place} is tagged claim-{claim}"
        assert re.search(r"\bassert|\bprint\(|raise", words), f"the cells of {claim} neither print nor assert"
        for pattern in CLAIMS[claim].found:
            assert re.search(pattern, words, re.DOTALL), f"{pattern!r} is not in the cells of {claim}"


def test_no_other_claims() -> None:
    """There are forty claims, and no cell is tagged with any other."""
    tags = {tag for path in [*LESSONS, *PAGES] for cell in read(path).cells for tag in cell.metadata.get("tags", [])}
    assert {tag for tag in tags if tag.startswith("claim-")} == {f"claim-{claim}" for claim in CLAIMS}
    assert len(CLAIMS) == 40

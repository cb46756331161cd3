"""Where an answer differs from PyTorch's result, in terms of its axes: for answers that no slip fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor

MOST_RANGES = 3  # a longer list would not be read

# What lies along an axis, in singular and plural, and what to ask if only some of its places are right.
PLACES = {
    "seq_len": ("step", "What does a step take over from the one before?"),
    "total_length": ("step", "Where does each example end?"),
    "batch": ("example", "What is different about these examples?"),
    "windows": ("window", "What is different about these windows?"),
    "input_size": ("feature", "Where do these features come from?"),
    "hidden_size": ("unit", "Which rows of the weights make these units?"),
    "examples_out": ("row", ""),
    "examples_in": ("column", ""),
    "num_layers": ("layer", "What does a layer take over from the one below?"),
}


@dataclass(frozen=True)
class Located:
    """Where the difference lies, in words, and a question that helps to find the cause."""

    words: str
    question: str


def located(got: Tensor, true: Tensor, axes: Sequence[str], tolerance: float) -> Located | None:
    """Where two tensors of the same shape differ; None if no axis has a place that is wholly right.

    Of the axes on which some places are right, the one with the smallest share of wrong places is chosen.
    """
    differ = (got - true).abs() > tolerance * (1 + true.abs())
    found: list[tuple[float, Located]] = []
    for axis, name in enumerate(axes[: differ.dim()]):
        size = differ.shape[axis]
        wrong = differ.movedim(axis, 0).flatten(1).any(1) if differ.dim() > 1 else differ
        count = int(wrong.sum())
        if 0 < count < size:
            found.append((count / size, _along(name, wrong.tolist())))
    return min(found, key=lambda each: each[0])[1] if found else None


def _along(name: str, wrong: Sequence[bool]) -> Located:
    size, half = len(wrong), len(wrong) // 2
    if name.startswith("2 * ") and size % 2 == 0 and any(wrong[:half]) != any(wrong[half:]):
        one, other = ("backward", "forward") if any(wrong[half:]) else ("forward", "backward")
        return Located(f"its {other} half is right, and its {one} half differs", f"Follow the {one} direction by hand.")
    place, question = PLACES.get(name, ("place", "What is different about these places?"))
    right = [index for index, is_wrong in enumerate(wrong) if not is_wrong]
    others = [index for index, is_wrong in enumerate(wrong) if is_wrong]
    along = "" if name in PLACES else f" along {name}"
    return Located(f"{_places(place, right)} right, {_places(place, others, verb='differ')}{along}", question)


def _places(place: str, indices: Sequence[int], verb: str = "") -> str:
    """The places in words, such as "steps 0 to 2 are", "step 3 differs" or "4 of the steps are"."""
    one = len(indices) == 1
    verb = (f"{verb}s" if one else verb) if verb else ("is" if one else "are")
    cuts = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(indices)) if b != a + 1), len(indices)]
    ranges = [(indices[a], indices[b - 1]) for a, b in pairwise(cuts)]
    if len(ranges) > MOST_RANGES:
        return f"{len(indices)} {place}s {verb}"
    words = [str(a) if a == b else f"{a} and {b}" if b == a + 1 else f"{a} to {b}" for a, b in ranges]
    return f"{place}{'' if one else 's'} {listed(words)} {verb}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

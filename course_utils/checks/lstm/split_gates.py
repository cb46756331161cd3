"""The blocks of i, f, g and o in a parameter of an LSTM."""

from __future__ import annotations

import torch

from course_utils.checks.engine.exercise import Slip
from course_utils.checks.gates import FOUR, split, split_gates

EXERCISE = split_gates(
    "lstm/split-gates",
    "ifgo",
    FOUR,
    "gates",
    {
        "ifog": " (as in CS231n)",
        "iofg": " (as in ONNX)",
        "igfo": " (as in TensorFlow 1)",
        "figo": " (forget gate first)",
    },
    {"i": torch.sigmoid, "f": torch.sigmoid, "g": torch.tanh, "o": torch.sigmoid},
    Slip(
        "columns-cut-unequally",
        "you cut the columns into four parts; the gates are blocks of rows",
        "Cut along dim 0: the rows are 4 * hidden_size.",
        lambda weight: dict(zip("ifgo", torch.tensor_split(weight, 4, -1), strict=True)),
    ),
    Slip(
        "blocks-numbered",
        "the keys of your dictionary are the numbers 0 to 3; asked for are the letters of the gates",
        'The keys are "i", "f", "g" and "o".',
        lambda weight: dict(enumerate(weight.chunk(4))),
    ),
    Slip(
        "blocks-as-lists",
        "your blocks are lists of numbers; a list carries no gradient",
        "Leave out tolist(): a block of a tensor is a tensor.",
        lambda weight: {gate: block.tolist() for gate, block in split(weight, "ifgo").items()},
    ),
)

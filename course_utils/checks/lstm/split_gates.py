"""The blocks of i, f, g and o in a parameter of an LSTM."""

from __future__ import annotations

import torch

from course_utils.checks.gates import FOUR, split_gates

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
)

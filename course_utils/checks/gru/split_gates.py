"""The blocks of r, z and n in a parameter of a GRU."""

from __future__ import annotations

import torch

from course_utils.checks.engine.exercise import Slip
from course_utils.checks.gates import THREE, split_gates

EXERCISE = split_gates(
    "gru/split-gates",
    "rzn",
    THREE,
    "blocks",
    {
        "zrn": " (as in Keras and ONNX)",
        "rnz": "",
        "nrz": " (candidate first)",
        "znr": "",
        "nzr": " (the reverse)",
    },
    {"r": torch.sigmoid, "z": torch.sigmoid, "n": torch.tanh},
    Slip(
        "four-blocks",
        "you cut the rows into four, as for an LSTM; a GRU has two gates and a candidate",
        "Cut the rows into three parts.",
        lambda weight: dict(zip("rzn", weight.chunk(4), strict=False)),
    ),
)

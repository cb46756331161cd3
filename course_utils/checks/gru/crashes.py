"""What is said of an answer that takes a GRU for an LSTM."""

from course_utils.checks.engine.exercise import Crash

NO_C = Crash(
    "values to unpack",
    "unpacked-wrongly",
    "The state of a GRU is one tensor; only an LSTM has a c beside it.",
    line=r"\bc\w*\)* *=",
)

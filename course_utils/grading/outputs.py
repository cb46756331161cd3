"""The outputs of a cell as they come out of a child: only what a notebook may show is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course_utils.grading.wire import ProtocolError, text

Output = dict[str, Any]

# A verdict is not among them: only the judge shows one. Nor is anything in which a browser could find a script.
KINDS = ("text/plain", "text/latex", "image/png", "image/jpeg")
_MOST = 10_000  # outputs of one cell


def cleaned(outputs: Any) -> list[Output]:
    """The outputs, made anew from the few fields that nbformat defines for each.

    Raises:
        ProtocolError: they are not the outputs of a cell.
    """
    if not isinstance(outputs, list) or len(outputs) > _MOST:
        raise ProtocolError("a cell has no list of outputs, or too long a one")
    return [_cleaned(output) for output in outputs]


def _cleaned(output: Any) -> Output:
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": words}:
            return {"output_type": "stream", "name": name, "text": text(words, None)}
        case {"output_type": "error", "ename": name, "evalue": value, "traceback": list(lines)}:
            trace = [text(line, None) for line in lines]
            return {"output_type": "error", "ename": text(name), "evalue": text(value, None), "traceback": trace}
        case {"output_type": "display_data", "data": dict(data)}:
            return {"output_type": "display_data", "data": _shown(data), "metadata": {}}
        case {"output_type": "execute_result", "data": dict(data)}:
            # The number of the cell is the judge's to say.
            return {"output_type": "execute_result", "data": _shown(data), "metadata": {}, "execution_count": None}
    raise ProtocolError("this is no output of a cell")


def _shown(data: Mapping[str, Any]) -> dict[str, str]:
    return {kind: text(data[kind], None) for kind in KINDS if kind in data}

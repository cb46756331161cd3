"""The outputs of a cell as they come out of a child: only what a notebook may show is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course_utils.grading.protocol.wire import ProtocolError, text

Output = dict[str, Any]

# A verdict is not among them: only the judge shows one. HTML and SVG are cleaned before anybody sees them.
KINDS = ("text/plain", "text/latex", "text/html", "image/svg+xml", "image/png", "image/jpeg")
NO_ROOM = "[The grader keeps no more of what a cell, or a whole notebook, shows; the rest is left out.]"
_MOST = 10_000  # outputs of one cell
_MOST_CODES = 1_000  # escape codes of a text: nbconvert takes time with the square of their number
_CODE = re.compile(r"\x1b\[.*?[@-~]")


@dataclass
class Room:
    """What outputs may still take, in bytes of a notebook: a process could lift the limits it has itself (see `shell`).

    Without arguments it is a submission's.
    """

    printed: int = 8 << 20
    displayed: int = 12 << 20
    count: int = 1_000  # nbformat takes its time for each when a page of feedback is made

    def fitted(self, outputs: Iterable[Output]) -> list[Output]:
        """Those that find room and, of the others, one of each sort with a note in place of its words."""
        kept, others = [], {}
        for output in outputs:
            size = len(json.dumps(output, ensure_ascii=False).encode())
            self.count -= 1
            if "data" in output:
                self.displayed -= size
            else:
                self.printed -= size
            if self.count >= 0 and (self.displayed if "data" in output else self.printed) >= 0:
                kept.append(output)
            else:  # what nbgrader takes for a failure must stay one
                others[output["output_type"], output.get("name")] = _emptied(output)
        return [*kept, *others.values()]


def cleaned(outputs: Any) -> list[Output]:
    """The outputs, made anew from the few fields that nbformat defines for each.

    Raises:
        ProtocolError: they are not the outputs of a cell.
    """
    if not isinstance(outputs, list) or len(outputs) > _MOST:
        raise ProtocolError("a cell has no list of outputs, or too long a one")
    # More than the megabytes of characters that a cell has in its own process, which take up to four bytes each.
    return Room(printed=4 << 20, displayed=6 << 20, count=_MOST).fitted(map(_cleaned, outputs))


def _cleaned(output: Any) -> Output:
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": words}:
            return {"output_type": "stream", "name": name, "text": _words(words)}
        case {"output_type": "error", "ename": name, "evalue": value, "traceback": list(lines)}:
            trace = [_words(line) for line in lines]
            return {"output_type": "error", "ename": text(name), "evalue": _words(value), "traceback": trace}
        case {"output_type": "display_data", "data": dict(data)}:
            return {"output_type": "display_data", "data": _shown(data), "metadata": {}}
        case {"output_type": "execute_result", "data": dict(data)}:
            # The number of the cell is the judge's to say.
            return {"output_type": "execute_result", "data": _shown(data), "metadata": {}, "execution_count": None}
    raise ProtocolError("this is no output of a cell")


def _shown(data: Mapping[str, Any]) -> dict[str, str]:
    return {kind: _words(data[kind]) for kind in KINDS if kind in data}


def _words(words: Any) -> str:
    """The words, without escape codes if there are too many of them."""
    known = text(words, None)
    return known if known.count("\x1b") <= _MOST_CODES else _CODE.sub("", known).replace("\x1b", "")


def _emptied(output: Output) -> Output:
    match output["output_type"]:
        case "stream":
            return output | {"text": f"\n{NO_ROOM}\n"}
        case "error":
            return output | {"evalue": NO_ROOM, "traceback": [NO_ROOM]}
    return output | {"data": {"text/plain": NO_ROOM}}

"""The formulas of a page as MathML, which browsers draw themselves: MathJax would come from the network."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from docutils.utils.math.latex2mathml import tex2mathml  # type: ignore[import-untyped]

_BETWEEN_TAGS = re.compile(r">\n\s*<")


class Formulas:
    """The formulas of a text.

    While the text is cleaned they are set aside, under names that nobody can guess: MathML holds what no learner may
    write, but docutils makes it of letters and of its own tags only.
    """

    def __init__(self, room: Callable[[int], bool] = lambda _: True) -> None:
        """Prepare for a text.

        Args:
            room: takes the characters of a formula and says whether it still finds room on the page.
        """
        self._room = room
        self._name = f"formula-{secrets.token_hex(8)}-"
        self._kept: list[str] = []

    def set_aside(self, tex: str, *, block: bool) -> str | None:
        """What stands for this formula; None if it has to be shown as it was written."""
        if not self._room(len(tex)):
            return None
        try:
            mathml = tex2mathml(tex, as_block=block)
        except Exception:  # a command that docutils does not know, or whatever trips it
            return None
        self._kept.append(_BETWEEN_TAGS.sub("><", mathml))
        return f"{self._name}{len(self._kept) - 1};"

    def put_back(self, html: str) -> str:
        """The HTML with its formulas."""
        return re.sub(rf"{self._name}(\d+);", lambda match: self._kept[int(match[1])], html)

"""A submission as the JSON of its notebook, and access to its cells."""

from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]
Damage = Callable[[Notebook], Notebook | bytes | None]


def place(notebook: Notebook, name: str) -> int:
    return next(number for number, each in enumerate(notebook["cells"]) if each.get("id") == name)


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    return notebook["cells"][place(notebook, name)]


def strip(notebook: Notebook, ids: bool = True) -> None:
    for each in notebook["cells"]:
        each["metadata"] = {}
        if ids:
            del each["id"]

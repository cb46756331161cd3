"""The course in this folder, whatever the folder is called.

nbgrader takes the path of the course for a pattern of names, in which `[2026]` is one digit, and for a part of a URL,
in which `%20` is a space.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url


def matching(pattern: str) -> list[str]:
    """The paths that match a pattern, in which a bracket means itself wherever something of that very name is there.

    A star stays a star: a student may be called so.
    """
    parts = pattern.split("/")
    kept = [
        part.replace("[", "[[]") if os.path.lexists("/".join(parts[: place + 1])) else part
        for place, part in enumerate(parts)
    ]
    return glob.glob("/".join(kept))  # noqa: PTH207 (as nbgrader globs)


def gradebook_url(folder: Path) -> str:
    """Where nbgrader keeps the gradebook of the course in a folder, as it writes it, and right with a `%`."""
    return f"sqlite:///{quote(str(folder.absolute() / 'gradebook.db'))}"


def gradebook_file(url: str) -> Path | None:
    """The file of a gradebook; None if it is in a database of another kind, or in none."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.drivername.startswith("sqlite") and parsed.database else None

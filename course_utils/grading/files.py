"""Files that are there either whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write(path: Path, contents: bytes) -> None:
    """Write a file, for nobody else to read, so that it is there either whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:  # with mode 0600
        file.write(contents)
    Path(file.name).replace(path)

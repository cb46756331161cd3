"""The folder that is all a child may write to: how much is in it, and how it is removed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

MOST_FILES = 10_000


def is_small(folder: Path, most: int) -> bool:
    """Whether the files below `folder` take at most `most` bytes; false, too, if they cannot be counted."""
    waiting, used, count = [str(folder)], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    if count > MOST_FILES:
                        return False
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:  # it has been removed since
            continue
        except OSError:
            return False
    return used <= most


def remove(folder: Path) -> None:
    """Remove a scratch folder, however its owner left it: nested too deep for Python, or closed to everybody."""
    with contextlib.suppress(Exception):  # RecursionError, and what else a tree can be made to raise
        shutil.rmtree(folder, ignore_errors=True)
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
        with contextlib.suppress(Exception):  # a folder that is left behind must cost nobody a mark
            if folder.exists():
                subprocess.run([*command, "--", str(folder)], check=False, stderr=subprocess.DEVNULL)

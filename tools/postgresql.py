"""A PostgreSQL server of its own, and commands run as an ordinary user, because PostgreSQL refuses root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database, on a server of its own."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *filter(None, [shutil.which("initdb")])]
    assert found, "PostgreSQL is missing: install Debian's postgresql"
    tools = Path(found[0]).parent
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:  # a socket's path must be short
        folder = Path(name)
        control = [*as_ordinary_user(folder), tools / "pg_ctl", "--pgdata", folder / "data", "--silent"]
        settings = f"-k '{folder}' -c listen_addresses= -c fsync=off"
        subprocess.run([*control, "initdb", "-o", "-U teacher -A trust --no-sync"], check=True, capture_output=True)
        subprocess.run([*control, "start", "-o", settings, "--log", folder / "log"], check=True)
        try:
            yield f"postgresql+psycopg://teacher@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "stop", "--mode", "immediate"], check=True)


def as_ordinary_user(folder: Path) -> list[str]:
    """The words that make a command run as an ordinary user, who becomes the owner of this folder.

    Python may be in a folder of root, such as /root, so the user keeps root's right to read every file.
    """
    if os.getuid() != 0:
        return []
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    for path in folder.parents[:3]:  # pytest's folders belong to root
        path.chmod(path.stat().st_mode | 0o011)
    reading = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *reading]

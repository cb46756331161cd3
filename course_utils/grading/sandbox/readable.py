"""What a learner's code may read: what Python and its packages need, by name, and never a whole prefix.

Below `/usr` or a conda prefix may lie a course, or the exchange with everybody's submissions. The list is what a trace
of learners' answers opens, and what the C library and Python look up by themselves.
"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_LIBRARIES = ("/lib64", "/usr/lib64")  # of the system, where a folder has nothing else in it
_DATA = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts"),
    *("/etc/ssl/certs", "/usr/lib/ssl", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates"),
    *("/etc/localtime", "/usr/share/zoneinfo"),
    *("/usr/lib/locale", "/usr/share/locale", "/usr/share/i18n"),
    *("/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"),
    *("/etc/mime.types", "/usr/share/mime"),
    "/etc/ld.so.cache",
)


def needed() -> Iterator[Path]:
    """Files and folders that this very Python, with what it has imported, needs to go on; not all of them exist."""
    yield from (Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib"))
    yield from (Path(entry) for entry in sys.path if entry)  # the standard library, the packages of this environment
    yield from map(Path, (*_LIBRARIES, *_DATA))
    if architecture := sysconfig.get_config_var("MULTIARCH"):  # such as x86_64-linux-gnu
        yield from (Path(folder, architecture) for folder in ("/lib", "/usr/lib", "/usr/local/lib"))
    for prefix in {sys.prefix, sys.base_prefix}:
        yield from Path(prefix, "lib").glob("*.so*")
    yield from _loaded()


def _loaded() -> Iterator[Path]:
    """The shared libraries in this process."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    names = {line.split(maxsplit=5)[5] for line in lines if "/" in line}
    yield from (Path(name) for name in names if ".so" in Path(name).name)

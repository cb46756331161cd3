"""What one child may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one child may use.

    Attributes:
        cpu_seconds: processor time, all threads together.
        memory: bytes of memory beyond what Python and torch take.
        file_size: bytes of any one file.
        scratch: bytes of all files in its folder.
        files: open files.
        threads: threads.
    """

    cpu_seconds: int = 300
    memory: int = 1 << 30
    file_size: int = 64 << 20
    scratch: int = 256 << 20
    files: int = 64
    threads: int = 64

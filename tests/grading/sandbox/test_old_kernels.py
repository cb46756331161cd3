"""What a child can do if the kernel has an older Landlock: simulated by asking this kernel for the old rights only."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.grading.sandbox import landlock

LOCKED = """
import ctypes, fcntl, json, mmap, os, struct, sys
from pathlib import Path
from course_utils.grading.sandbox import landlock, locks, seccomp

abi, scratch, victim = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
landlock.version = lambda: abi
os.chdir(scratch)
if sys.argv[4:] == ["no filter"]:
    seccomp.load = lambda steps: None
python = [(path, landlock.READ) for path in sys.path if path]
locks.lock(scratch, locks.Limits(), [*python, (victim, landlock.READ)])

libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    arguments = [each if isinstance(each, (bytes, ctypes.Array)) else ctypes.c_long(each) for each in arguments]
    if libc.syscall(ctypes.c_long(number), *arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

def read_only():
    return os.open(victim, os.O_RDONLY)

def by_link():
    os.symlink(victim, "link")
    os.open("link", os.O_TRUNC)

def from_its_folder():
    os.chdir(Path(victim).parent)
    os.open(Path(victim).name, os.O_TRUNC)

def with_an_own_file(how):
    Path("own").write_text("own")
    how("own")

T, FICLONE = os.O_TRUNC, 0x40049409
openat = {"x86_64": 257, "aarch64": 56}[os.uname().machine]
how = struct.pack("QQQ", T, 0, 0)
attempts = {
    "truncate": lambda: os.truncate(victim, 0),
    "open to read": lambda: os.open(victim, T),
    "open of mode 3": lambda: os.open(victim, T | 3),
    "open to make": lambda: os.open(victim, T | os.O_CREAT, 0o600),
    "open with more flags": lambda: os.open(victim, T | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_SYNC),
    "open by a symbolic link": by_link,
    "open from its folder": from_its_folder,
    "open by a descriptor": lambda: os.open(f"/proc/self/fd/{read_only()}", T),
    "openat, upper half": lambda: call(openat, -100, victim.encode(), T | 1 << 32, 0),
    "openat, mode 3, upper half": lambda: call(openat, -100, victim.encode(), T | 3 | 1 << 63, 0),
    "openat2": lambda: call(437, -100, victim.encode(), ctypes.create_string_buffer(how, 24), 24),
    "creat": lambda: open(victim, "w"),
    "write": lambda: open(victim, "r+"),
    "append": lambda: open(victim, "a"),
    "ftruncate": lambda: os.ftruncate(read_only(), 0),
    "ftruncate of a place": lambda: os.ftruncate(os.open(victim, os.O_PATH), 0),
    "fallocate": lambda: os.posix_fallocate(read_only(), 0, 9),
    "shared pages": lambda: mmap.mmap(read_only(), 6),
    "copied over": lambda: with_an_own_file(lambda own: os.copy_file_range(os.open(own, os.O_RDONLY), read_only(), 3)),
    "sent over": lambda: with_an_own_file(lambda own: os.sendfile(read_only(), os.open(own, os.O_RDONLY), 0, 3)),
    "cloned over": lambda: with_an_own_file(lambda own: fcntl.ioctl(read_only(), FICLONE, os.open(own, 0))),
    "renamed over": lambda: with_an_own_file(lambda own: os.replace(own, victim)),
    "linked": lambda: os.link(victim, "linked"),
    "moved": lambda: os.rename(victim, "moved"),
    "removed": lambda: os.unlink(victim),
    "executed": lambda: os.execv(victim, [victim]),
}
done = []
for name, attempt in attempts.items():
    try:
        attempt()
    except (OSError, ValueError):  # the second for pages of an empty file
        os.chdir(scratch)
        continue
    done.append(name)
# What must be possible in its own folder.
for _ in range(2):
    Path("mine").write_text("twice")
with open("mine", "r+") as file:
    file.truncate(1)
os.rename("mine", "renamed")
os.mkdir("folder")
os.remove("renamed")
print(json.dumps(done))
"""


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that the child may read and its user may write."""
    folder = tmp_path / "victims"
    folder.mkdir()
    folder.chmod(0o777)
    file = folder / "gradebook.db"
    file.write_text("points")
    file.chmod(0o666)
    for path in tmp_path.parents[:3]:  # pytest's folders belong to root
        path.chmod(path.stat().st_mode | 0o011)
    return file


def done(abi: int, victim: Path, *more: str) -> list[str]:
    """The attempts on the file that succeed in a child locked in with this version of Landlock."""
    scratch = victim.parent.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-c", LOCKED, str(abi), str(scratch), str(victim), *more]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("abi", range(landlock.OLDEST, 8))
def test_no_version_of_landlock_lets_a_file_be_changed(abi: int, victim: Path) -> None:
    if abi > landlock.version():
        pytest.skip(f"this kernel's Landlock is of version {landlock.version()}")
    assert done(abi, victim) == []
    assert victim.read_text() == "points"


def test_it_is_the_filter_that_keeps_files_whole_in_version_1(victim: Path) -> None:
    """Otherwise the other test could pass with a file that could not be emptied anyway."""
    assert {"truncate", "open to read", "open of mode 3", "openat2"} <= set(done(1, victim, "no filter"))
    assert victim.read_text() == ""

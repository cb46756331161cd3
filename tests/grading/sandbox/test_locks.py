"""The locks, tried from inside."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from course_utils import digits
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.sandbox.limits import Limits
from tests.helpers.zygotes import printed, run, zygote

pytestmark = pytest.mark.xdist_group("sandbox")

PACKAGE = Path(digits.__file__).parent
# What is refused, and the error that shows that the lock refused it.
REFUSED = {
    "read /etc/passwd": "open('/etc/passwd')",
    "read the checks": f"open({str(PACKAGE / 'checks' / 'lstm' / 'step.py')!r})",
    "read the judge": f"open({str(PACKAGE / 'grading' / 'protocol' / 'wire.py')!r})",
    "read the tests": f"open({__file__!r})",
    "read the test digits": f"open({str(PACKAGE / 'data/mnist/t10k-images-idx3-ubyte.gz')!r})",
    "read the test labels": f"open({str(PACKAGE / 'data/mnist/t10k-labels-idx1-ubyte.gz')!r})",
    "read the unpacked test labels": f"open({str(digits.unpacked() / 'MNIST/raw/t10k-labels-idx1-ubyte')!r})",
    "read its own past environment": "open('/proc/self/environ')",
    "list home": f"os.listdir({str(Path.home())!r})",
    "write /tmp": "open('/tmp/made-by-a-test', 'w')",
    "write the package": f"open({str(PACKAGE / 'recurrence.py')!r}, 'a')",
    "truncate the package": f"os.truncate({str(PACKAGE / 'recurrence.py')!r}, 0)",
    "link a secret here": f"os.link({str(PACKAGE / 'checks' / 'lstm' / 'step.py')!r}, 'stolen')",
    "read a secret by a symbolic link": f"os.symlink({str(PACKAGE / 'checks' / 'lstm' / 'step.py')!r}, 's'); open('s')",
    "fork": "os.fork()",
    "subprocess": "import multiprocessing.util as u; u.spawnv_passfds(b'/bin/true', [b'true'], ())",
    "multiprocessing": "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
    "internet": "import socket; socket.create_connection(('127.0.0.1', 80))",
    "unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "netlink": "import socket; socket.socket(socket.AF_NETLINK)",
    "kill the zygote": "os.kill(os.getppid(), 9)",
    "kill all": "os.kill(-1, 9)",
    "kill the judge": f"os.kill({os.getpid()}, 9)",
    "mount": "libc('mount', b'none', b'.', b'tmpfs', 0, 0)",
    "ptrace": f"libc('ptrace', 16, {os.getpid()}, 0, 0)",
    "unshare": "libc('unshare', 0x10000000)",
    "chroot": "os.chroot('.')",
    "a file in memory": "os.memfd_create('x')",
    "outlive the zygote": "libc('prctl', 1, 0, 0, 0, 0)",
    "a limit of the judge": f"import resource; resource.prlimit({os.getpid()}, resource.RLIMIT_NOFILE, (1, 1))",
    "make a socket file": "os.mknod('x', 0o140600)",
    "make a device": "os.mknod('x', 0o060600, os.makedev(8, 0))",
    "become root": "os.setuid(0)",
    "watch for names": "libc('inotify_init1', 0)",
    "set an attribute of a file": "open('x', 'w').close(); os.setxattr('x', 'user.x', b'x')",
    "give a file away": "open('x', 'w').close(); os.chown('x', os.getuid(), -1)",
    "keep others from a file": "import fcntl; open('x', 'w').close(); fcntl.fcntl(open('x'), fcntl.F_SETLEASE, 0)",
    "signals by way of a file": f"import fcntl; fcntl.fcntl(3, fcntl.F_SETOWN, {os.getpid()})",
}
LIBC = textwrap.dedent("""
    import ctypes, os
    def libc(name, *arguments):
        if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
            raise OSError(ctypes.get_errno(), name)
""")


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_is_refused(source: str) -> None:
    if "setuid" in source and os.geteuid() != 0:
        source = "os.setuid(0)"
    ran = run(f"{LIBC}\n{source}")
    assert ran.ended is None
    assert ran.failed
    assert ran.outputs[-1]["ename"] in ("PermissionError", "OSError"), ran.outputs
    assert (
        "ermitted" in ran.outputs[-1]["evalue"]
        or "ermission denied" in ran.outputs[-1]["evalue"]
        or ("[Errno 1]" in ran.outputs[-1]["evalue"] or "[Errno 18]" in ran.outputs[-1]["evalue"])
    ), ran.outputs[-1]["evalue"]


def test_modes_and_times_stay_as_they_are(tmp_path: Path) -> None:
    """Landlock does not protect these, and an ordinary user's child runs as the same user as the grader."""
    (tmp_path / "gradebook").touch(0o600)
    (tmp_path / "gradebook").chmod(0o666)
    before = (tmp_path.stat(), (tmp_path / "gradebook").stat())
    source = textwrap.dedent(f"""
        import ctypes, os
        libc = ctypes.CDLL(None)
        for path in ({str(tmp_path)!r}, {str(tmp_path / "gradebook")!r}):
            os.chmod(path, 0); os.utime(path); os.utime(path, (1, 1))
            place = os.open(path, os.O_PATH)
            os.utime(f'/proc/self/fd/{{place}}')
            print([libc.syscall(number, place, b'', 0, 0x1000) for number in (452, 469)])
    """)
    ran = run(source)
    assert not ran.failed, ran.outputs
    assert (tmp_path.stat(), (tmp_path / "gradebook").stat()) == before


def test_the_process_is_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SECRET", "open-sesame")
    source = textwrap.dedent("""
        import os, resource
        print(sorted(os.environ))
        print([os.environ[name].replace(os.path.dirname(os.environ["TMPDIR"]), "") for name in ("HOME", "TMPDIR")])
        print([n for n in range(1000) if not _bad(n)])
        print(os.getuid() == 0, os.getsid(0) == os.getpid(), os.getcwd().startswith('/'), os.listdir('.'))
        print(resource.getrlimit(resource.RLIMIT_CORE))
    """)
    before = "import os\ndef _bad(n):\n    try: os.fstat(n)\n    except OSError: return True\n"
    names, *lines = printed(run(before + source)).splitlines()
    colors = "CLICOLOR CLICOLOR_FORCE FORCE_COLOR GIT_PAGER"
    made = f"{colors} HOME LANG LOGNAME MPLBACKEND NBGRADER_EXECUTION PAGER PATH TERM TMPDIR USER"
    assert names == str(made.split())
    assert lines == ["['/home', '/tmp']", "[0, 1, 2, 3]", "False True True []", "(0, 0)"]


def test_a_memory_bomb_is_an_error() -> None:
    with Sandbox(zygote(), Limits(memory=256 << 20)) as sandbox:
        ran = sandbox.run_cell("x = []\nwhile True: x.append(bytearray(10**7))")
        assert ran.ended or ran.outputs[-1]["ename"] == "MemoryError"
        assert printed(sandbox.run_cell("x = None\nprint('goes on')")) == "goes on\n"
        assert sandbox.run_cell("import torch\ntorch.zeros(10**9)").failed


def test_processor_time_is_limited() -> None:
    with Sandbox(zygote(), Limits(cpu_seconds=2)) as sandbox:
        ran = sandbox.run_cell("while True: pass", 10)
    assert ran.ended is not None
    assert ran.ended.kind == "time"
    assert "processor time" in str(ran.ended)


def test_threads_are_limited_and_do_not_outlive_the_grading() -> None:
    source = textwrap.dedent("""
        import threading, time
        count = 0
        try:
            while count < 5000:
                threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
                count += 1
        except RuntimeError:
            pass
        print(count)
    """)
    with Sandbox(zygote()) as sandbox:
        count = int(printed(sandbox.run_cell(source)))
        assert sandbox._child is not None
        pid = sandbox._child.pid
    assert count < 1000
    assert not Path(f"/proc/{pid}").exists()

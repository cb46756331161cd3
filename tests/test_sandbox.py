"""The locks, tried from inside, and what hostile code does to the judge: nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from course_utils import digits
from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import Reply
from course_utils.grading.deciding.errors import NoSandbox, ZygoteGone
from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.sandbox import landlock
from course_utils.grading.sandbox.locks import Limits
from zygotes import printed, run, zygote

pytestmark = pytest.mark.xdist_group("sandbox")

RIGHT = (Path(__file__).parent / "answers/lstm/step/right-linear.py").read_text()
PACKAGE = Path(digits.__file__).parent


def test_every_lock_holds() -> None:
    assert probe(zygote()) == []


@pytest.mark.slow
def test_the_probe_finds_a_lock_that_does_not_hold(tmp_path: Path) -> None:
    """Without this, an attempt that fails for another reason would pass for a lock."""
    with Zygote(readable=[Path("/etc/passwd"), PACKAGE.parent]) as careless:
        assert {"reading /etc/passwd"} <= set(probe(careless))


# What is refused, with the error that proves it was the lock.
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
    "exec": "libc('execv', b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    "spawn": "libc('-posix_spawn', None, b'/bin/true', None, None, (ctypes.c_char_p * 2)(b'true', None), None)",
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
        got = getattr(ctypes.CDLL(None, use_errno=True), name.strip('-'))(*arguments)
        if got < 0 or got and name[0] == '-':  # some give the number of the error
            raise OSError(ctypes.get_errno() if got < 0 else got, name)
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
    """Landlock does not keep these, and a child of an ordinary user is the same user as the grader."""
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
    made = (
        "CLICOLOR CLICOLOR_FORCE FORCE_COLOR GIT_PAGER HOME LANG LOGNAME MPLBACKEND NBGRADER_EXECUTION PAGER PATH TERM"
    )
    assert names == str([*made.split(), "TMPDIR", "USER"])
    assert lines == ["['/home', '/tmp']", "[0, 1, 2, 3]", "False True True []", "(0, 0)"]


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may read what the kernel gave the process at its start")
def test_the_judges_environment_is_nowhere_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SECRET", "open-sesame")
    with Zygote() as fresh, Sandbox(fresh) as sandbox:
        sandbox.run_cell("1")
        assert sandbox._child is not None
        at_the_start = Path(f"/proc/{sandbox._child.pid}/environ").read_bytes()
    assert at_the_start
    assert not at_the_start.strip(b"\0")  # not even the zygote's own


def test_the_zygote_has_one_thread() -> None:
    status = Path(f"/proc/{zygote()._process.pid}/status").read_text()
    assert "Threads:\t1\n" in status


@pytest.mark.slow
def test_the_zygote_ends_with_its_judge() -> None:
    source = (
        "import os\nfrom course_utils.grading.deciding.zygote import Zygote\n"
        "z = Zygote()\nz.copy()\nprint(z._process.pid, flush=True)\nos._exit(0)"
    )
    root = str(PACKAGE.parent)
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    pid = int(done.stdout)
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def test_grading_is_refused_where_there_is_no_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 1)
    with pytest.raises(landlock.NoLandlock, match=r"Linux 6\.2"):
        landlock.restrict([])


def test_around_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a/open.py", "a/secret/x.py", "b/y.py", "secret.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to(tmp_path / "secret.py")
    allowed = dict(landlock.around([tmp_path], [tmp_path / "a" / "secret", tmp_path / "secret.py"]))
    read = {path.relative_to(tmp_path) for path, access in allowed.items() if access == landlock.READ}
    assert read == {Path("a/open.py"), Path("b")}


# --- what ends a process

ENDLESS = textwrap.dedent("""
    import signal
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    while True:
        try:
            while True: pass
        except BaseException: pass
""")
ENDS = {
    "an endless loop that catches everything": (ENDLESS, "time", "within 1 s"),
    "an endless loop in C": ("sum(iter(int, 1))", "time", "within 1 s"),
    "os._exit": ("import os\nos._exit(0)", "died", "os._exit"),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "died", "crashed"),
    "abort": ("import os\nos.abort()", "died", "crashed"),
    "its own kill": ("import os\nos.kill(os.getpid(), 9)", "died", "killed"),
    "a closed connection": ("import os\nos.close(3)", "died|protocol", ""),
    "garbage to the judge": ("import os\nos.write(3, b'x' * 100)", "protocol", "meddled"),
    "a huge length": ("import os\nos.write(3, b'RNC1' + b'\\xff' * 8)", "protocol", "meddled"),
    "an endless stream to the judge": (
        "import os\nos.write(3, b'RNC1\\x00\\xff\\xff\\xff\\x00\\x00\\x00\\x00')\nwhile True: os.write(3, b' ' * 9)",
        "time",
        "within 1 s",
    ),
    "too many files": (
        "for n in range(20_000): open(str(n), 'w').close()\nimport time\ntime.sleep(9)",
        "disk",
        "files",
    ),
    "too large files": (
        "for n in range(9): open(str(n), 'wb').write(bytes(60 << 20))\nimport time\ntime.sleep(9)",
        "disk",
        "256 MB",
    ),
    "folders without end": (
        "import os, time\nfor n in range(3000):\n    os.mkdir('d' * 99); os.chdir('d' * 99)\ntime.sleep(9)",
        "disk|time",
        "",
    ),
}


@pytest.mark.parametrize(("source", "kind", "words"), ENDS.values(), ids=ENDS)
def test_what_ends_a_process_costs_its_cell_only(source: str, kind: str, words: str) -> None:
    seconds = 1.0 if kind == "time" else 5.0
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("earlier = 1")
        ended = sandbox.run_cell(source, seconds)
        assert ended.failed
        assert ended.ended is not None
        assert ended.ended.kind in kind.split("|"), ended.ended
        assert words in str(ended.ended)
        scratch = sandbox._scratch
        assert printed(sandbox.run_cell("print(earlier + 1)")) == "2\n"
    assert scratch is None or not scratch.exists()


@pytest.mark.parametrize(("source", "kind", "words"), list(ENDS.values())[:8], ids=list(ENDS)[:8])
def test_what_ends_a_process_costs_its_exercise_only(source: str, kind: str, words: str) -> None:
    exercise = find("lstm/step")
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        sandbox.run_cell(RIGHT)
        sandbox.run_cell("def bad(*arguments):\n" + textwrap.indent(source, "    "))
        bad = sandbox.answer("bad", exercise.parameters, seconds=1.0)
        began = time.monotonic()
        verdict = judge(exercise, bad)
        assert time.monotonic() - began < 5
        assert not verdict.passed
        assert bad.ended is not None
        assert bad.ended.kind in kind.split("|")
        assert str(bad.ended) in verdict.got or len(verdict.got) > 100
        assert judge(exercise, sandbox.answer("step", exercise.parameters)).passed


def test_slow_calls_have_a_budget() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import time\ndef slow(x):\n    time.sleep(0.3)\n    return x")
        slow = sandbox.answer("slow", seconds=1, total=0.7)
        began = time.monotonic()
        replies = [slow.call((1,)) for _ in range(5)]
        assert time.monotonic() - began < 2
    assert [reply.failure is None for reply in replies] == [True, True, False, False, False]
    assert "together" in str(slow.ended)


def test_cells_that_are_run_again_are_not_on_an_answers_account() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import time\ntime.sleep(1)\ndef quick(x):\n    return x")
        sandbox.close()
        assert sandbox.answer("quick", seconds=1, total=0.7).call((1,)) == Reply(1, (1,))


def test_a_clock_that_stands_still_is_seen_through() -> None:
    still = """
        import time
        true = time.process_time
        time.process_time = lambda: 0.0
        def slow(x):
            end = true() + 0.5
            while true() < end: pass
    """
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(textwrap.dedent(still))
        assert 0.4 < sandbox.answer("slow", ("x",)).call((1,)).seconds < 1


def test_a_submission_has_a_budget() -> None:
    with Sandbox(zygote(), seconds=1.0) as sandbox:
        sandbox.run_cell("while True: pass", 30)
        ran = sandbox.run_cell("1")
    assert ran.ended is not None
    assert "in all" in str(ran.ended)


def test_a_cell_that_dies_when_run_again_is_left_out() -> None:
    """The first time it sets a trap; the trap springs when another process runs the cells again."""
    trap = "import time, os\nif time.time() > {:.2f}: os._exit(0)\nprint('trap is set')"
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("x = 1")
        assert not sandbox.run_cell(trap.format(time.time() + 1)).failed
        time.sleep(1)
        assert sandbox.run_cell("import os\nos._exit(0)").ended
        assert printed(sandbox.run_cell("print(x)")) == "1\n"


def test_an_end_between_two_requests_is_not_the_next_ones_fault() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("x = 1")
        sandbox.run_cell("import threading, os\nthreading.Timer(0.3, os._exit, (0,)).start()")
        time.sleep(0.6)
        assert printed(sandbox.run_cell("print(x)")) == "1\n"


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


def test_a_thread_left_behind_cannot_answer_for_a_later_exercise() -> None:
    """It speaks out of turn, which ends its process; the next exercise gets a new one."""
    exercise = find("lstm/step")
    source = "import threading, os, time\ndef late():\n    time.sleep(0.5)\n    os.write(3, b'RNC1' + bytes(8))\n"
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        sandbox.run_cell(RIGHT)
        sandbox.run_cell(source + "threading.Thread(target=late).start()")
        time.sleep(0.8)
        assert sandbox._child is not None
        before = sandbox._child.pid
        assert judge(exercise, sandbox.answer("step", exercise.parameters)).passed
        assert sandbox._child.pid != before


FORGE = textwrap.dedent("""
    import json, os, struct
    def frame(header, body=b''):
        header = json.dumps(header).encode()
        return struct.pack('>4sII', b'RNC1', len(header), len(body)) + header + body
    def forged(number, body=b'', **more):
        header = {'number': number, 'value': None, 'arguments': [], 'gradients': [], 'printed': 0, 'failure': None}
        return frame({**header, **more}, body)
""")
FORGERIES = {
    "no arguments": "forged(n)",
    "another number": "forged(n + 1)",
    "other arguments": "forged(n, arguments=['x'])",
    "a gradient too many": "forged(n, arguments=[1], gradients=[None])",
    "a wrong dtype": "forged(n, value=['tensor', 'object', [1]])",
    "missing bytes": "forged(n, value=['tensor', 'float32', [1]])",
    "extra bytes": "forged(n, arguments=[1], body=b'x')",
    "outputs of a cell": "frame({'number': n, 'outputs': [], 'failed': False})",
    "a refusal": "frame({'refused': 'x'})",
    "not JSON": "frame({})[:-1] + b'x'",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_reply_ends_the_process(forgery: str) -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(FORGE)
        sandbox.run_cell(f"def bad(x):\n    n = 4\n    os.write(3, {forgery})\n    import time; time.sleep(9)")
        sandbox.run_cell("def good(x): return x")
        bad = sandbox.answer("bad", seconds=3)
        # The number of this call: three cells were before it.
        assert bad.call((1,)).failure is not None
        assert bad.ended is not None
        assert bad.ended.kind == "protocol", bad.ended
        assert sandbox.answer("good").call((1,)) == Reply(1, (1,))


def test_a_second_reply_ends_the_process_before_the_next_question() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(FORGE)
        sandbox.run_cell(
            "def twice(x):\n    os.write(3, forged(3, value=7, arguments=[1]))\n    return x\ndef good(x): return x"
        )
        twice = sandbox.answer("twice")
        assert twice.call((1,)).value == 7  # a forged value is a value; it gains nothing
        time.sleep(0.1)
        assert twice.call((1,)).failure is not None
        assert twice.ended is not None
        assert twice.ended.kind == "protocol"
        assert sandbox.answer("good").call((1,)) == Reply(1, (1,))


def test_forged_values_of_every_kind_do_not_stop_the_judge() -> None:
    """Whatever a reply holds, `judge` comes to a verdict, and not to a good one."""
    things = [
        "None", "True", "float('nan')", "'x'", "{}", "()", "object()", "[[[[[[[[[1]]]]]]]]]", "10**4000",
        "torch.full((3, 5), float('nan'))", "torch.zeros(3, 5, dtype=torch.complex64)", "torch.zeros(0)",
        "torch.zeros(3, 5, dtype=torch.bool)", "(torch.zeros(3, 5), torch.zeros(3, 5, dtype=torch.uint64))",
        "torch.zeros(3, 5).to_sparse()", "torch.zeros(3, 5, requires_grad=True)", "nn.LSTM(6, 5)", "nn.Linear(6, 5)",
        "(lambda l: (l.append(l), l)[1])([])", "torch.zeros([1] * 20)",
        "torch.nn.utils.rnn.pack_sequence([torch.ones(2)])",
    ]  # fmt: skip
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        for thing in things:
            sandbox.run_cell(f"def step(*arguments): return {thing}")
            for exercise in ("lstm/step", "lstm/why-400x100", "lstm/forget-bias", "lstm/encoder-to-decoder"):
                answer = sandbox.answer("step", find(exercise).parameters)
                assert not judge(find(exercise), answer).passed
                assert answer.ended is None, (thing, answer.ended)


@pytest.mark.slow
def test_a_zygote_that_is_gone_says_so() -> None:
    with Zygote() as gone:
        gone.copy().close()
        gone._process.kill()
        gone._process.wait()
        with Sandbox(gone) as sandbox, pytest.raises(NoSandbox, match="is gone"):
            sandbox.run_cell("1")


def test_whoever_waits_for_a_zygote_that_is_closed_is_told() -> None:
    with Zygote() as starting, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(starting.copy)
        time.sleep(0.2)
        starting.close()
        with pytest.raises(NoSandbox) as told:
            waiting.result(timeout=2)
    assert not isinstance(told.value, ZygoteGone)  # for which another would be started


def test_a_zygote_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no python here\nexit 1\n")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    with Zygote() as broken, pytest.raises(NoSandbox, match="does not start: no python here"):
        broken.copy()


def test_many_threads_of_the_judge_share_a_zygote() -> None:
    with ThreadPoolExecutor(8) as pool:
        words = list(pool.map(lambda number: printed(run(f"print({number})")), range(16)))
    assert words == [f"{number}\n" for number in range(16)]
    assert torch.get_num_threads() > 0

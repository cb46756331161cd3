"""Where bundles are graded: in processes of this machine, or on a Dask cluster; both are `concurrent.futures`."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

from course_utils.errors import PlainError
from course_utils.grading.deciding.grade import adopt
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.scratch import remove
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.zygote import Zygote

Task = Callable[[bytes, Hidden], bytes]
_ATTEMPTS = 2  # a submission that ends two graders is not tried a third time


class NoCluster(PlainError):
    """The Dask cluster cannot be used; the message says why."""


class GraderDied(PlainError):
    """The process that graded a submission ended, more than once."""


class Processes(Executor):
    """Processes of this machine, each serving a thread of its own, so that one that dies takes along only its task.

    They fork their children from copies of one zygote, which takes seconds to start, and so is started at once.
    """

    def __init__(self, jobs: int, scratch: Path) -> None:
        self._threads = ThreadPoolExecutor(jobs)
        self._own = threading.local()
        self._closing = False
        self._scratch = scratch
        self._starting = threading.Lock()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["course_utils.grading.deciding.grade"])  # torch is imported once
        self._zygote = TrustedZygote()
        self._zygote.start()
        self._threads.submit(_start_server)  # which takes seconds, too

    def submit(self, task: Task, /, bundle: bytes, hidden: Hidden) -> Future[bytes]:  # type: ignore[override]
        """Run the task in the next process that is free; what is hidden is the same for all.

        The future raises GraderDied if the process ended twice.
        """
        return self._threads.submit(self._run, task, bundle, hidden)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes, now."""
        self._closing = True
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        self._zygote.close()
        for process in multiprocessing.active_children():
            process.kill()
        self._threads.shutdown(wait=wait)

    def _run(self, task: Task, bundle: bytes, hidden: Hidden) -> bytes:
        for _ in range(_ATTEMPTS):
            if self._closing:
                break
            try:
                return self._sent(task, bundle, hidden).result()
            except BrokenProcessPool:
                self._own.process.shutdown()
                del self._own.process
        raise GraderDied(f"the process that graded it ended, {_ATTEMPTS} times")

    def _sent(self, task: Task, bundle: bytes, hidden: Hidden) -> Future[bytes]:
        """Run the task in this thread's process, which is started if there is none."""
        process: ProcessPoolExecutor | None = getattr(self._own, "process", None)
        if process:
            return process.submit(task, bundle, hidden)
        with self._copy(hidden) as control:
            self._own.process = process = ProcessPoolExecutor(
                1, self._context, _begin, (self._scratch, control, hidden)
            )
            return process.submit(task, bundle, hidden)

    def _copy(self, hidden: Hidden) -> socket.socket:
        with self._starting:
            _start_server()
            return self._zygote.use(Zygote.copy, hidden)


def _start_server() -> None:
    """Start the server that forks the processes, unless it runs.

    It and they ignore Ctrl-C, which the main thread handles.
    """
    resource_tracker.ensure_running()  # else the server starts it, and thereby unblocks SIGINT in this thread
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    forkserver.ensure_running()


def _begin(scratch: Path, control: socket.socket, hidden: Hidden) -> None:
    """In a new process: what it leaves behind, should it be killed, is removed by the one that started it."""
    tempfile.tempdir = str(scratch)
    adopt(Zygote(control=control), hidden)


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[tuple[Executor, int]]:
    """Processes of this machine, and how many tasks they work on at a time."""
    scratch = Path(tempfile.mkdtemp(prefix="course-grade-"))
    try:
        with Processes(jobs, scratch) as executor:
            yield executor, jobs
    finally:
        remove(scratch)


@contextlib.contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """A Dask cluster, and how many tasks it works on at a time.

    Raises:
        NoCluster: `distributed` is not installed, nothing answers at the address, or there are no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster(
            "a Dask cluster needs distributed: pip install -e '.[cluster]', in the course's folder"
        ) from error
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise NoCluster(f"no Dask scheduler answers at {address}") from error
    with client:
        if not (threads := sum(client.nthreads().values())):
            raise NoCluster(f"the Dask scheduler at {address} has no workers")
        executor = client.get_executor()
        try:
            yield executor, threads
        finally:
            executor.shutdown(wait=False)

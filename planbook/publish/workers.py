"""Run jobs on all processors; each makes files of its own and writes them into the stage.

The processes are forked, so that they have the book without reading it again.
"""

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, TypeVar

from planbook.publish.stage import OutputError, write_files

MOST = 8  # processes: each comes to have the book for itself
Job = Callable[[], Iterable[tuple[str, bytes | str]]]
T = TypeVar("T")


def run_jobs(
    jobs: Sequence[Job],
    stage: Path,
    progress: Callable[[int, int], None] = lambda done, count: None,
) -> dict[str, str]:
    """Run every job and give the SHA-256 of each path written; the longest should come first."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return {path: digest for job in jobs for path, digest in write_files(stage, job()).items()}
    fork = multiprocessing.get_context("fork")
    next_job = fork.Value("i", 0)
    workers = []
    readers: list[Connection] = []
    digests: dict[str, str] = {}
    # An interrupt reaches the parent alone, and only once it can end the others.
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for _ in range(min(count_processors(), MOST, len(jobs))):
            reader, writer = fork.Pipe(duplex=False)
            readers.append(reader)
            work = partial(_work, jobs, stage, next_job)
            worker = fork.Process(target=_send, args=(work, writer, [*readers]))
            worker.start()
            workers.append(worker)
            writer.close()
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        waiting = list(readers)
        while waiting:
            ready = wait(waiting, timeout=0.1)
            for reader in [each for each in waiting if each in ready]:
                digests |= _receive(reader)
                waiting.remove(reader)
            progress(min(next_job.value, len(jobs)), len(jobs))
        for worker in workers:
            worker.join()
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
    return digests


@contextmanager
def beside(make: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Let a process of its own make something; what is given waits for that, and gives or raises it."""
    if "fork" not in multiprocessing.get_all_start_methods():
        yield make
        return
    fork = multiprocessing.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)
    worker = fork.Process(target=_send, args=(make, writer, [reader]))
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it reaches us alone
    worker.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
    writer.close()

    def receive() -> Any:
        made = _receive(reader)
        reader.close()
        return made

    try:
        yield receive
    finally:
        if not reader.closed:  # nobody waits for it any more
            reader.close()
            worker.kill()
        worker.join()


def count_processors() -> int:
    """Count the processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _send(make: Callable[[], object], writer: Connection, readers: Iterable[Connection]) -> None:
    """Send what is made here, or what it failed on, to the parent."""
    for reader in readers:
        reader.close()  # so that a parent that is gone, or waits no more, is noticed
    try:
        message = pickle.dumps(make())
    except Exception as error:
        message = _dump(error)
    with suppress(BrokenPipeError):
        writer.send_bytes(message)


def _work(jobs: Sequence[Job], stage: Path, next_job: "Synchronized[int]") -> dict[str, str]:
    """Do one job after another that nobody has begun, and give what was written."""
    parent = os.getppid()
    digests: dict[str, str] = {}
    try:
        while (at := _take(next_job)) < len(jobs) and os.getppid() == parent:
            digests |= write_files(stage, jobs[at]())
    except Exception:
        next_job.value = len(jobs)  # the others need not go on
        raise
    return digests


def _take(next_job: "Synchronized[int]") -> int:
    with next_job.get_lock():
        next_job.value += 1
        return next_job.value - 1


def _dump(error: Exception) -> bytes:
    """Pickle an error, or what can be said of one that cannot be pickled."""
    try:
        pickle.loads(message := pickle.dumps(error))
        return message
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))


def _receive(reader: Connection) -> Any:
    """Receive what a worker has written, or raise what it failed on."""
    try:
        result = pickle.loads(reader.recv_bytes())
    except EOFError:
        raise OutputError("hệ thống đã dừng một tiến trình, thường vì hết bộ nhớ") from None
    if isinstance(result, Exception):
        raise result
    return result

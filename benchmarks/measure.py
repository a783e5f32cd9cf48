"""Run commands and measure each: wall time, CPU time and peak memory of its whole process tree."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.2  # seconds between two looks at a process tree


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost; costs of runs in a row add up, but for memory the highest counts."""

    wall: float  # seconds
    cpu: float  # seconds, user and system, children included
    memory: int  # bytes

    def __add__(self, other: "Cost") -> "Cost":
        """Tell the cost of two runs, one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


class Failure(Exception):
    """A command ended with an error; the message holds its last words."""


def measure(command: Sequence[str | Path], folder: Path, log: Path) -> Cost:
    """Run a command in a folder; its words go to a log.

    The peak is the largest resident set of one process, as the kernel kept it, or the sum over the
    tree (each shared page counted once), sampled, where that is more. The measuring process must
    stay small: a child starts with the peak of the one that forked it.
    """
    environment = {**os.environ, "TMPDIR": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
        done = threading.Event()
        peaks = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, done, peaks))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        done.set()
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failure(f"{command[0]}: {log.read_text(errors='replace').strip()[-3000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * 1024, *peaks))


def _watch(root: int, done: threading.Event, peaks: list[int]) -> None:
    """Note what a process tree of several processes holds, until the root has ended."""
    while not done.wait(SAMPLE):
        tree = [root]
        for each in tree:
            tree += _children(each)
        if len(tree) > 1:
            peaks.append(sum(map(_proportional_set, tree)))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, listed.read_text().split())
        except OSError:  # it has just ended
            continue
    return found


def _proportional_set(process: int) -> int:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:"))

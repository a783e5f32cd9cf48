"""Make the parts of a site side by side, and take over from the old site what has not changed.

A part is some files that are made together of the same things. What the last build made of the same
things, by the same code, is linked into the new site and not made again; the bytes are the same.
"""

import contextlib
import ctypes
import gc
import hashlib
import json
import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.publish.digests import Digester
from planbook.publish.stage import OutputError, make_folder, write_files

MOST = 8  # processes: each comes to have the book for itself
_PR_SET_PDEATHSIG = 1
Digests = Mapping[str, str]  # path from the site's root: SHA-256


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are made together; `read` gathers all that they are made of, beside the code."""

    name: str
    read: Callable[[], Any]
    make: Callable[[Any], Iterable[tuple[str, bytes | str]]]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a part."""

    name: str
    key: str  # digest of what it was made of
    digests: Digests
    seconds: float
    linked: bool  # taken over from the old site


class OldSite:
    """The site that stands, and what its parts were made of, as the last build noted it.

    Nothing is taken over from another site than the one of the note, nor from a file that was
    touched since: the system's own time of its last change tells, which no date of a file hides.
    """

    def __init__(self, output: Path, cache: Path):
        self._output = os.path.abspath(output)
        self._note = cache / "sites" / f"{hashlib.sha256(self._output.encode()).hexdigest()}.json"
        try:
            told = json.loads(self._note.read_text(encoding="utf-8"))
            standing = hashlib.sha256(Path(self._output, "build.json").read_bytes()).hexdigest()
            is_its_own = told["build"] == standing and os.name != "nt"  # no such time on Windows
            self._finished, self._parts = told["finished"], told["parts"] if is_its_own else {}
        except (OSError, ValueError, KeyError, TypeError):
            self._finished, self._parts = 0, {}

    def link(self, name: str, key: str, stage: Path) -> Digests | None:
        """Link the files of a part into the stage; None, if they cannot be taken over."""
        was, digests = self._parts.get(name, ("", {}))
        if was != key or not all(map(self._is_untouched, digests)):
            return None
        linked = []
        made: set[str] = set()
        try:
            for path in digests:
                place = f"{stage}/{path}"
                make_folder(place, made)
                os.link(f"{self._output}/{path}", place)
                linked.append(place)
        except OSError:  # a file system without links, or one too many of them
            for place in linked:
                os.unlink(place)  # or the old site would be written over
            return None
        return digests

    def _is_untouched(self, path: str) -> bool:
        try:
            state = os.lstat(f"{self._output}/{path}")
        except OSError:
            return False
        return stat.S_ISREG(state.st_mode) and state.st_ctime_ns <= self._finished

    def note(self, parts: Iterable[Made], build: str) -> None:
        """Note what the site with this digest of its build.json was made of.

        Without a note all is made anew.
        """
        told = {each.name: (each.key, each.digests) for each in parts}
        with contextlib.suppress(OSError):
            clock = f"{self._output}/build.json"  # tells the time of the disk that the site is on
            os.utime(clock)
            finished = os.stat(clock).st_ctime_ns
            self._note.parent.mkdir(parents=True, exist_ok=True)
            part = self._note.with_suffix(".part")
            note = {"build": build, "finished": finished, "parts": told}
            part.write_text(json.dumps(note), "utf-8")
            part.replace(self._note)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the processes share: they are forked, so nothing of it has to be pickled."""

    parts: Sequence[Part]
    common: object
    stage: Path
    old: OldSite
    digester: Digester

    def make(self, at: int) -> Made:
        part = self.parts[at]
        start = time.perf_counter()
        things = part.read()
        key = self.digester.digest((self.common, things)).hex()
        linked = self.old.link(part.name, key, self.stage)
        digests = write_files(self.stage, part.make(things)) if linked is None else linked
        return Made(part.name, key, digests, time.perf_counter() - start, linked is not None)


def make_parts(
    parts: Iterable[Part],
    common: object,
    stage: Path,
    old: OldSite,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> list[Made]:
    """Make all parts, or link them from the old site; `common` is what every part is made of too.

    All processors work, each at the first part that none has begun: the longest should come first.
    """
    work = _Work(tuple(parts), common, stage, old, Digester())
    count = len(work.parts)
    if "fork" not in multiprocessing.get_all_start_methods():
        return [work.make(at) for at in range(count)]
    fork = multiprocessing.get_context("fork")
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    with ProcessPoolExecutor(min(processors or 1, MOST), fork, _inherit, (work,)) as pool:
        futures = [pool.submit(_make, at) for at in range(count)]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                progress(done, count)
        except BrokenProcessPool:
            raise OutputError("hệ thống đã dừng một tiến trình, thường vì hết bộ nhớ") from None
        finally:
            pool.shutdown(cancel_futures=True)
        return [future.result() for future in futures]


def _inherit(work: _Work) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build that waits is stopped, and says so
    gc.freeze()  # what the book is made of is not looked through again and again,
    gc.set_threshold(100_000, 50, 100)  # nor what is just being made
    with contextlib.suppress(
        AttributeError, OSError, TypeError
    ):  # where prctl(2) is, die with the build
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _make(at: int) -> Made:
    return _work.make(at)


def sum_up(made: Iterable[Made]) -> Iterator[tuple[str, float, str]]:
    """Add up the parts of each kind: name, seconds of all processors, how many and whence."""
    kinds: dict[str, list[Made]] = {}
    for part in made:
        kind, _, rest = part.name.partition("/")
        section = rest.partition("/")[0] if kind == "pages" and rest.count("/") else ""
        kinds.setdefault(f"{kind}/{section}".rstrip("/"), []).append(part)
    for kind, parts in kinds.items():
        note = f"{len(parts)} phần, lấy lại {sum(part.linked for part in parts)}"
        yield f"– {kind}", sum(part.seconds for part in parts), note

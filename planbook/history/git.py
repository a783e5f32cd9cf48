"""Read from Git which records each publication of the data touched, for `history` to compare.

Never fails a build and never writes: a folder without history gives an empty one that says why.
"""

import datetime as dt
import os
import re
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from planbook.history.compare import VIETNAM, Revision
from planbook.model import Book, Problem, Task
from planbook.reading.load import ADJUSTMENTS, BODIES, KINDS, PEOPLE, PLANS, UNITS, load_book
from planbook.reading.task_files import TASKS, is_task_file, list_task_files
from planbook.reading.yaml_records import split_records

SECONDS = 60  # for all of Git's work
MAX_BYTES = 300_000_000  # of old versions of the tasks that are read; what is older is left out
MAX_RECORDS = 20_000  # old versions of tasks that are parsed

NO_HISTORY = "Bản sao này không có lịch sử Git nên không biết dữ liệu đã thay đổi thế nào."
SHALLOW = "Bản sao này chỉ có phần cuối của lịch sử Git; những thay đổi cũ hơn không kể được."
CUT = "Lịch sử dài; chỉ kể những thay đổi gần đây."

_LISTS = (ADJUSTMENTS, UNITS, PEOPLE, BODIES, KINDS)
Surroundings = tuple[tuple[str, str], ...]  # the other data files of a version: blobs by path


class _UnreadableError(Exception):
    """Git did not give what its own log names."""


@dataclass(frozen=True, slots=True)
class History:
    """What Git knows of the data that the site is built from."""

    commit: str | None = None  # the one that is checked out
    time: dt.datetime | None = None  # UTC, of the last commit that changed the data
    revisions: tuple[Revision, ...] = ()  # newest first
    note: str | None = NO_HISTORY  # what is not known, in words for readers

    @property
    def data_date(self) -> dt.date | None:
        """Give the day in Vietnam of the last change of the data."""
        return self.time.astimezone(VIETNAM).date() if self.time else None


@dataclass(frozen=True, slots=True)
class _Version:
    """The data files that stood after a commit: blobs by path."""

    commit: str
    time: dt.datetime
    files: Mapping[str, str]

    @property
    def surroundings(self) -> Surroundings:
        """Name everything that the tasks of this version are understood with."""
        return tuple(sorted(each for each in self.files.items() if not is_task_file(each[0])))

    @property
    def task_files(self) -> Iterator[tuple[str, str]]:
        """Name the files of tasks with their blobs."""
        return (each for each in sorted(self.files.items()) if is_task_file(each[0]))


@dataclass(frozen=True, slots=True)
class _Step:
    """Two neighbouring versions, and the texts of the tasks that differ between them."""

    old: _Version
    new: _Version
    old_tasks: tuple[str, ...]
    new_tasks: tuple[str, ...]

    @property
    def is_only_form(self) -> bool:
        """Tell whether no record differs: a comment was written, or tasks went from one file to another."""
        return (
            not (self.old_tasks or self.new_tasks)
            and self.old.surroundings == self.new.surroundings
        )


def read_history(root: Path, book: Book) -> History:
    """Read the history of the data under a root; `book` is what stands there now."""
    try:
        return _read(root, book)
    except (OSError, subprocess.SubprocessError, _UnreadableError):
        return History()


def _read(root: Path, book: Book) -> History:
    versions = _list_versions(root)
    # A folder inside another repository: its commits tell nothing of data that they do not hold.
    if not versions or not versions[-1].files:
        return History()
    newest = versions[-1]
    head, cut = _git(root, "rev-parse", "HEAD", "--is-shallow-repository").split()
    shallow = cut == "true"
    if not shallow:  # what a whole history begins with came from nothing
        versions.insert(0, replace(versions[0], commit="", files={}))
    known = _known_tasks(root, book)
    with _Blobs(root) as blobs:
        while True:
            steps, complete = _list_steps(versions, blobs)
            told = [step for step in steps if not step.is_only_form]
            revisions, broken = _understand(told, blobs, known)
            # What a mistake of form hid had not gone: that version was never published.
            if not broken:
                break
            versions = [each for each in versions if each.commit not in broken]
    form = {step.new.commit for step in steps if step.is_only_form}
    times = [version.time for version in versions if version.commit not in form]
    note = (SHALLOW if shallow else None) if complete else CUT
    return History(head, (times or [newest.time])[-1], revisions, note)


def _list_versions(root: Path) -> list[_Version]:
    """List what each commit on the main line left of the data files, oldest first."""
    log = _git(
        root,
        # Whatever the settings of whoever builds would have it print beside.
        *("-c", "log.showRoot=true", "-c", "log.diffMerges=separate"),
        *("log", "--no-show-signature", "--no-color", "--no-decorate", "--no-notes"),
        *("--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z"),
        *("--format=%H %ct", "--", "data", "content/plans"),
    )
    try:
        return _read_log(log)
    # What Git prints another version may print otherwise.
    except (LookupError, ValueError, ArithmeticError) as error:
        raise _UnreadableError from error


def _read_log(log: str) -> list[_Version]:
    commits: list[tuple[str, list[tuple[str, str]]]] = []
    tokens = iter(log.split("\0"))
    for token in tokens:
        token = token.lstrip("\n")
        if token.startswith(":"):  # modes, blobs and letter; what follows is the path
            commits[-1][1].append((token, next(tokens, "")))
        elif token:
            commits.append((token, []))
    versions: list[_Version] = []
    files: dict[str, str] = {}
    for head, entries in reversed(commits):
        commit, seconds = head.split()
        for raw, path in entries:
            mode, blob = raw.split()[1], raw.split()[3]
            if mode.startswith("100") and _is_data(path):
                files[path] = blob
            else:
                files.pop(path, None)
        time = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
        versions.append(_Version(commit, time, dict(files)))
    return versions


def _is_data(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return is_task_file(path) or path in _LISTS or (folder == PLANS and name.endswith(".md"))


def _list_steps(versions: list[_Version], blobs: "_Blobs") -> tuple[list[_Step], bool]:
    """Find the task texts that differ from version to version, newest first, within bounds."""
    steps: list[_Step] = []
    count = 0
    for new, old in pairwise(reversed(versions)):
        if old.files == new.files:
            continue
        # By id, whatever file they stand in: a record that only went to another is none that differs.
        new_tasks = blobs.tasks(new)
        old_tasks = blobs.tasks(old)  # kept, for it is the next pair's newer one
        gone = tuple(text for id, text in old_tasks.items() if new_tasks.get(id) != text)
        come = tuple(text for id, text in new_tasks.items() if old_tasks.get(id) != text)
        count += len(gone) + len(come)
        if steps and (count > MAX_RECORDS or blobs.size > MAX_BYTES):
            return steps, False
        steps.append(_Step(old, new, gone, come))
    return steps, True


def _understand(
    steps: list[_Step], blobs: "_Blobs", known: Mapping[str, Task]
) -> tuple[tuple[Revision, ...], set[str]]:
    """Load the differing tasks, those of the same surroundings at once, and make the revisions.

    Beside them stand the commits of which a record could not be read.
    """
    wanted: dict[Surroundings, dict[str, None]] = defaultdict(dict)
    for step in steps:
        for version, texts in ((step.old, step.old_tasks), (step.new, step.new_tasks)):
            unknown = (text for text in texts if text not in known)
            wanted[version.surroundings].update(dict.fromkeys(unknown))
    loaded = {key: _load(key, tuple(texts), blobs) for key, texts in wanted.items()}
    broken: set[str] = set()

    def book(version: _Version, texts: tuple[str, ...]) -> Book:
        surroundings, tasks, whole = loaded[version.surroundings]
        found = [known.get(text) or tasks.get(text) for text in texts]
        if not (whole and all(found)):
            broken.add(version.commit)
        return replace(surroundings, tasks=tuple(task for task in found if task))

    revisions = []
    for step in steps:
        before, after = book(step.old, step.old_tasks), book(step.new, step.new_tasks)
        revisions.append(Revision(step.new.time, step.new.commit, before, after))
    return tuple(revisions), broken


def _load(
    surroundings: Surroundings, texts: tuple[str, ...], blobs: "_Blobs"
) -> tuple[Book, dict[str, Task], bool]:
    """Load task texts among the files they belong to, and tell whether these could be read whole."""
    contents = {path: blobs.read(blob) for path, blob in surroundings}
    if texts:
        contents[TASKS] = "\n".join(texts).encode()
    book, problems = _load_files(tuple(contents.items()))
    around = dict(surroundings)
    whole = not any(each.path in around and each.field in ("", "id") for each in problems)
    by_line = {task.line: task for task in book.tasks}
    tasks, line = {}, 1
    for text in texts:
        if line in by_line:
            tasks[text] = by_line[line]
        line += text.count("\n") + 1
    return book, tasks, whole


@lru_cache(maxsize=64)  # a server builds again and again upon the same commits
def _load_files(contents: tuple[tuple[str, bytes], ...]) -> tuple[Book, list[Problem]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in contents:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        return load_book(root)


def _known_tasks(root: Path, book: Book) -> dict[str, Task]:
    """Give the tasks of today by their text, so that they need not be read again."""
    by_place = {task.place: task for task in book.tasks}
    known: dict[str, Task] = {}
    for path in list_task_files(root):
        blocks, _ = split_records(path, _decode((root / path).read_bytes()))
        known |= {
            _bare(block.text): by_place[path, block.line]
            for block in blocks
            if (path, block.line) in by_place
        }
    return known


def _decode(content: bytes) -> str:
    return (
        content.decode("utf-8", "replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _bare(text: str) -> str:
    """Drop the blank lines and comments between a record and the next."""
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines)


class _Blobs:
    """Reads the contents of files from Git's store, one at a time, through one process."""

    def __init__(self, root: Path):
        self.size = 0  # bytes of task files read so far
        self._git = subprocess.Popen(
            _command(root, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        assert self._git.stdin and self._git.stdout  # for both are pipes
        self._requests, self._answers = self._git.stdin, self._git.stdout
        self._deadline = threading.Timer(SECONDS, self._git.kill)
        self._last: dict[str, tuple[str, dict[str, str]]] = {}

    def __enter__(self) -> "_Blobs":
        self._deadline.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._deadline.cancel()
        self._git.kill()
        self._git.communicate()

    def read(self, blob: str) -> bytes:
        """Read one file."""
        self._requests.write(f"{blob}\n".encode())
        self._requests.flush()
        found = re.fullmatch(rb"[0-9a-f]+ blob (\d+)\n", self._answers.readline())
        content = self._answers.read(int(found[1]) + 1) if found else b""
        if not found or len(content) <= int(found[1]):
            raise _UnreadableError(blob)
        return content[:-1]

    def tasks(self, version: _Version) -> dict[str, str]:
        """Read the tasks of a version as texts by id; of each file what was last asked for is kept."""
        found: dict[str, str] = {}
        for path, blob in version.task_files:
            if self._last.get(path, ("",))[0] != blob:
                self._last[path] = blob, self._read_tasks(blob)
            found |= self._last[path][1]
        return found

    def _read_tasks(self, blob: str) -> dict[str, str]:
        content = self.read(blob)
        self.size += len(content)
        blocks, outside = split_records(TASKS, _decode(content))
        found = {block.guess_id(): _bare(block.text) for block in blocks}
        if outside:
            found[""] = outside[0].message  # which reads as no task, as what has no id does
        return found


def _command(root: Path, *arguments: str) -> list[str]:
    return ["git", "--no-replace-objects", "--no-optional-locks", "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    """Keep a hook's or a user's settings from leading Git to another repository or the network."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return own | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def _git(root: Path, *arguments: str) -> str:
    """Run a Git command and return what it prints."""
    done = subprocess.run(
        _command(root, *arguments),
        capture_output=True,
        check=True,
        timeout=SECONDS,
        env=_environment(),
    )
    return done.stdout.decode("utf-8", "surrogateescape")

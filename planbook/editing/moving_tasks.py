"""Move the tasks of plans from the common file into files of their own, or back.

A record goes as it stands, to the letter, with the comments above it. What heads or ends a file
stays, unless the file goes too. The book says the same afterwards.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise, takewhile

from planbook.model import RefusedError
from planbook.reading.load import Loaded
from planbook.reading.task_files import (
    TASKS,
    is_task_file,
    list_task_files,
    path_of_tasks,
    plan_of_file,
)

_MODELINE = "# yaml-language-server: $schema="
_OWN_HEAD = f"{_MODELINE}../schema/tasks.schema.json\n\n"
_EMPTY = "[]"


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving tasks makes of the files."""

    texts: Mapping[str, str]  # of those that change, by path
    gone: tuple[str, ...]  # files that nothing is left in
    counts: Mapping[tuple[str, str], int]  # how many tasks go from one file to another


@dataclass(slots=True)
class _File:
    """A file of tasks in lines: its head, its records with what stands above each, what is below all."""

    head: list[str]
    records: list[tuple[str, list[str]]] = field(default_factory=list)  # each after its plan
    tail: list[str] = field(default_factory=list)

    def write(self) -> str:
        """Put the parts together, without two blank lines where a record has gone."""
        lines = [line for line in self.head if line.strip() != _EMPTY]
        for _, record in self.records:
            lines += record if lines and lines[-1].strip() else dropwhile(_is_blank, record)
        if not self.records:
            lines.append(f"{_EMPTY}\n")
        text = "".join([*lines, *self.tail])
        return re.sub(r"(?<!\r)\n", "\r\n", text) if "\r\n" in text else text


def head_of(path: str) -> str:
    """Give what a new file of tasks begins with."""
    return _OWN_HEAD if plan_of_file(path) else ""


def split_tasks(loaded: Loaded, slugs: Collection[str] = ()) -> Moved:
    """Gather the tasks of each plan in a file of its own; of all plans where none is named."""
    return _move(loaded, {slug: path_of_tasks(slug) for slug in _choose(loaded, slugs)})


def join_tasks(loaded: Loaded, slugs: Collection[str] = ()) -> Moved:
    """Put the tasks of plans into the common file again; of all plans where none is named."""
    return _move(loaded, dict.fromkeys(_choose(loaded, slugs), TASKS))


def _choose(loaded: Loaded, slugs: Collection[str]) -> list[str]:
    """List the plans that are meant, in the order of the book; refuse one that is not there."""
    if unknown := [slug for slug in slugs if slug not in loaded.book.plan]:
        known = ", ".join(sorted(loaded.book.plan))
        raise RefusedError(f"Không có văn bản “{unknown[0]}”; các văn bản: {known}")
    if broken := [each for each in loaded.problems if is_task_file(each.path)]:
        raise RefusedError(
            f"{broken[0].path}:{broken[0].line} còn lỗi nên không chuyển gì; chạy lệnh check, "
            "sửa lỗi của các tệp nhiệm vụ rồi chạy lại."
        )
    return [each for each in loaded.book.tasks_of if each in (slugs or loaded.book.plan)]


def _move(loaded: Loaded, homes: Mapping[str, str]) -> Moved:
    """Move every record of some plans to the file that is given for each."""
    files = {path: _read(loaded, path) for path in list_task_files(loaded.root)}
    before = {path: file.write() for path, file in files.items()}
    leaving: dict[str, list[list[str]]] = {slug: [] for slug in homes}
    counts: Counter[tuple[str, str]] = Counter()
    for path, file in files.items():
        staying = []
        for plan, record in file.records:
            home = homes.get(plan, path)
            if home == path:
                staying.append((plan, record))
            else:
                leaving[plan].append(["\n", *dropwhile(_is_blank, record)])
                counts[path, home] += 1
        file.records = staying
    for slug, records in leaving.items():
        if records:
            new = _File(head_of(homes[slug]).splitlines(keepends=True))
            there = files.setdefault(homes[slug], new).records
            own = [at for at, (plan, _) in enumerate(there, 1) if plan == slug]
            at = own[-1] if own else len(there)
            there[at:at] = [(slug, record) for record in records]
    gone = {path for path, _ in counts if plan_of_file(path) and not files[path].records}
    texts = {path: file.write() for path, file in files.items() if path not in gone}
    changed = {path: text for path, text in texts.items() if before.get(path) != text}
    return Moved(changed, tuple(sorted(gone)), counts)


def _read(loaded: Loaded, path: str) -> _File:
    """Cut a file into its parts; what stands between two records belongs to the one below.

    What heads the common file speaks of all; in the file of a plan everything goes with the records.
    """
    place = loaded.root / path
    text = place.read_bytes().decode().removeprefix("\ufeff") if place.is_file() else ""
    lines = [f"{line}\n" for line in re.sub(r"\r(?!\n)", "\n", text).removesuffix("\n").split("\n")]
    plans = {task.line: task.plan for task in loaded.book.tasks if task.path == path}
    if not plans:
        return _File(lines)
    starts = sorted(plans)
    head = lines[: starts[0] - 1]
    if own := plan_of_file(path):
        end = sum(line.startswith(_MODELINE) for line in head[:1])
    else:  # the comment on the first record is what a blank line parts from the head
        end = max((at for at, line in enumerate(head, 1) if _is_blank(line)), default=len(head))
    file = _File(head[:end])
    for start, below in pairwise([*starts, len(lines) + 1]):
        above, end = end, below - 1
        end -= sum(1 for _ in takewhile(_is_outside, reversed(lines[start - 1 : end])))
        file.records.append((plans[start], lines[above:end]))
    (file.records[-1][1] if own else file.tail).extend(lines[end:])
    return file


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_outside(line: str) -> bool:
    return _is_blank(line) or line.startswith("#")

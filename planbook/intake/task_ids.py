"""Tell which rows of a document are tasks that the book has already, and name the new ones.

An id is the plan's base, its headings and the number: 2025h2-q3-70. An id that stands is never
made anew, whatever happens to its row.
"""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from planbook.model import Book, Task
from planbook.reading.yaml_records import suggest_id
from planbook.vietnamese.alphabet import fold

SAME = 0.6  # similarity from which two texts are taken for versions of one task

_PERIOD_BASES = (
    (re.compile(r"6-thang-dau(?:-nam)?-(20\d\d)"), lambda found: f"{found[1]}h1"),
    (re.compile(r"6-thang-cuoi(?:-nam)?-(20\d\d)"), lambda found: f"{found[1]}h2"),
    (re.compile(r"quy-([1-4])(?:-nam)?-(20\d\d)"), lambda found: f"{found[2]}q{found[1]}"),
    (re.compile(r"(?:chuong-trinh|nhiem-vu)\S*-nam-(20\d\d)"), lambda found: found[1]),
)
_QUARTER = re.compile(r"(?:[ivx]+ )?quy (iv|i{1,3}|[1-4])(?!\w)")
_MONTH = re.compile(r"(?:[ivx]+ |\d+ )?thang (\d{1,2})(?!\w)")
_ROMANS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_LEADING = re.compile(r"([IVX]+|\d+(?:\.\d+)*|[A-ZĐ])(?=[.):\s]|$)")

Fields = Mapping[str, str]  # of a task as it is typed; `section` joins its headings


def match_rows(rows: Sequence[Fields], known: Sequence[Task]) -> list[Task | None]:
    """Find for each row the task that it is: by headings and number, unless the text says otherwise.

    A row that only moved or got another number is found by its text.
    """
    found: list[Task | None] = [None] * len(rows)
    left = dict.fromkeys(range(len(known)))
    by_place: dict[tuple[str, ...], list[int]] = {}
    by_text: dict[str, list[int]] = {}
    for at, task in enumerate(known):
        by_place.setdefault(_place(task.section, task.number), []).append(at)
        by_text.setdefault(fold(task.task), []).append(at)

    def match(row: int, places: Sequence[int], least: float) -> None:
        free = [at for at in places if at in left]
        likeness = [_likeness(rows[row]["task"], known[at].task) for at in free]
        if found[row] is None and free and max(likeness) >= least:
            best = free[likeness.index(max(likeness))]
            found[row] = known[best]
            del left[best]

    for at, row in enumerate(rows):
        match(at, by_place.get(_place(row.get("section"), row.get("number")), ()), SAME)
    for at, row in enumerate(rows):
        match(at, by_text.get(fold(row["task"]), ()), SAME)
    for at, row in enumerate(rows):
        if row.get("number"):
            match(at, by_place.get(_place(row.get("section"), row.get("number")), ()), 0.0)
    return found


def _place(section: str | None, number: str | None) -> tuple[str, ...]:
    """Say where a row stands in words that a new count in a heading does not change."""
    headings = section.split(" › ") if section else []
    return (*(name_heading(each) or fold(each) for each in headings), number or "")


def read_alike(one: str, other: str) -> bool:
    """Tell whether two texts may be versions of one task."""
    return _likeness(one, other) >= SAME


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else difflib.SequenceMatcher(None, one, other).ratio()


def name_heading(heading: str) -> str:
    """Shorten a heading for an id: Quý III is q3, Tháng 7 t7, “II. …” ii; others have no name."""
    words = fold(heading)
    if found := _QUARTER.match(words):
        return f"q{_ROMANS.get(found[1], found[1])}"
    if found := _MONTH.match(words):
        return f"t{int(found[1])}"
    found = _LEADING.match(heading)
    return suggest_id(found[1]) if found else ""


def _name_section(section: str, levels: int) -> list[str]:
    headings = section.split(" › ")[:levels] if section else []
    return [name_heading(each) or suggest_id(each)[:20].strip("-") for each in headings]


def make_ids(
    rows: Sequence[Fields], matched: Sequence[Task | None], plan: str, book: Book
) -> list[str]:
    """Give each row its id: the one it has in the book, or a new one by the plan's rule."""
    known = [task for task in book.tasks if task.plan == plan]
    base = _base_of(plan, known, book)
    taken = {task.id for task in book.tasks}
    depth = max((row.get("section", "").count(" › ") + 1 for row in rows), default=1)
    for levels in range(1, depth + 1):
        ids = _ids_at(rows, matched, base, known, levels)
        new = [each for each, task in zip(ids, matched, strict=True) if task is None]
        if len(set(new)) == len(new):
            break
    return _make_unique(ids, matched, taken)


def _base_of(plan: str, known: Sequence[Task], book: Book) -> str:
    """Choose what all ids of a plan begin with: as they do now, or by its period, or its slug."""
    for task in known:
        section = task.section or ""
        for levels in range(section.count(" › ") + 1 if section else 0, 0, -1):
            tail = "-".join((*_name_section(section, levels), suggest_id(task.number or "")))
            if task.id.endswith(f"-{tail}"):
                return task.id.removesuffix(f"-{tail}")
    for pattern, base_of in _PERIOD_BASES:
        if found := pattern.search(plan):
            base = base_of(found)
            others = (task.id for task in book.tasks if task.plan != plan)
            if not any(each.startswith(f"{base}-") for each in others):
                return base
    return plan


def _ids_at(
    rows: Sequence[Fields],
    matched: Sequence[Task | None],
    base: str,
    known: Sequence[Task],
    levels: int,
) -> list[str]:
    """Name the rows with so many levels of headings; rows without a number are counted."""
    prefixes = {task.section: task.id.rpartition("-")[0] for task in reversed(known)}
    outer = {(each or "").split(" › ")[0]: prefix for each, prefix in prefixes.items()}
    counts: Counter[str] = Counter()
    ids = []
    for row, task in zip(rows, matched, strict=True):
        section = row.get("section", "")
        prefix = prefixes.get(section) or (
            outer.get(section.split(" › ")[0]) if levels == 1 else ""
        )
        prefix = prefix or "-".join((base, *_name_section(section, levels)))
        counts[prefix] += 1
        number = suggest_id(row["number"]) if row.get("number") else str(counts[prefix])
        ids.append(task.id if task else f"{prefix}-{number}"[:100])
    return ids


def _make_unique(ids: list[str], matched: Sequence[Task | None], taken: set[str]) -> list[str]:
    """Tell rows of one number apart by a count behind it."""
    taken = set(taken)
    unique = []
    for each, task in zip(ids, matched, strict=True):
        name, count = each, 1
        while task is None and name in taken:
            count += 1
            name = f"{each}-{count}"
        taken.add(name)
        unique.append(name)
    return unique

"""Count what a unit or a leader asks first, and mark each row with the words by which the page filters it.

A word stands in the address (`?loc=qua-han`); several joined by a full stop must all be marked. What is
not reported is told so: nothing is inferred from it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planbook.history.compare import KINDS, Change, Kind
from planbook.model import Unit, months_of
from planbook.vietnamese.wording import name_month, name_period
from planbook.views.by_time import ListPage, RowsOf
from planbook.views.ledger import Ledger, Row, is_standing
from planbook.views.parts import Turn, Way
from planbook.views.reported import is_past_unreported, is_reported

WEEK, MONTH = 7, 30  # days within which a change is told
SHORT = 100  # tasks in a list that only readers without scripts see
LED, SUPPORTED = "co-phoi-hop", "phoi-hop"
_OTHERS = {SUPPORTED: "chủ trì", LED: "phối hợp"}
_CHANGES = {"them": "mới", "doi": "thay đổi"}

_Shared = Mapping[str, Mapping[str, Sequence[Row]]]  # by words and path of the page
_Found = Mapping[str, Mapping[str, Row]]  # the rows that a word marks, by the id of the task


@dataclass(frozen=True, slots=True)
class Number:
    """How many tasks there are of a kind, and by which words the page filters them."""

    words: str
    label: str
    rows: tuple[Row, ...]  # each task once
    ways: tuple[Way, ...] = ()  # to other pages of the list, where some of these stand there
    here: int = 0  # how many then stand on the page itself

    @property
    def count(self) -> int:
        """Count the tasks."""
        return len(self.rows)

    @property
    def shown(self) -> tuple[Row, ...]:
        """Give the first tasks, for a short list."""
        return self.rows[:SHORT]

    @property
    def anchor(self) -> str:
        """Name the fragment that answers without scripts."""
        return self.words.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Parts:
    """What numbers are made of: by the other unit, or what is new and what changed."""

    label: str
    numbers: tuple[Number, ...]

    @property
    def spread(self) -> bool:
        """Tell whether tasks of some stand on several pages."""
        return any(each.ways for each in self.numbers)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a page, and the words that mark its rows."""

    first: tuple[Number, ...]
    parts: tuple[Parts, ...]
    flags: Mapping[str, Mapping[str, str]]  # words by role and id of the task
    changed: Mapping[str, str]  # what happened last to a task in the last month, and when

    @property
    def all(self) -> Iterator[Number]:
        """List all that leads to some tasks."""
        for number in self.first:
            if number.rows:
                yield number
        for each in self.parts:
            yield from each.numbers


@dataclass(frozen=True, slots=True)
class _Near:
    """A period from today on: the word that marks what is due in it, its name, its months."""

    word: str
    name: str
    months: frozenset[str]


def count_numbers(
    ledger: Ledger, rows_of: Mapping[str, Iterable[Row]], unit: Unit | None = None
) -> Numbers:
    """Count the tasks of a unit or a leader; `rows_of` holds them by role: lead, support or direct."""
    near = _list_near(ledger)
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    flags: dict[str, dict[str, str]] = {}
    for role, rows in rows_of.items():
        flags[role] = {}
        for row in rows:
            words = (
                *_mark_time(row, near),
                *_mark_changes(ledger, row),
                *_mark_roles(row, role, unit.id if unit else None),
            )
            flags[role][row.task.id] = " ".join(words)
            for word in (*words, *(_join(words) if unit else ())):
                found[word][row.task.id] = row
    labels = {each.word: f"đến hạn {each.name}" for each in near}
    labels |= _name_kinds(unit, bool(rows_of.get("support")), found)
    labels |= _name_changes(found)
    parts = [_part_by_unit(kind, ledger.book.unit_names, found) for kind in _OTHERS]
    parts += [_part_by_change(days, found) for days in (WEEK, MONTH) if f"moi-{days}" in labels]
    return Numbers(
        first=_count(labels, found),
        parts=tuple(each for each in parts if each.numbers),
        flags=flags,
        changed={
            id: f"{KINDS[change.kind]} ngày {change.date:%d/%m/%Y}"
            for id in found[f"moi-{MONTH}"]
            if (change := _list_changes(ledger, id, MONTH)[0]).kind is not Kind.ADDED
        },
    )


def share_numbers(numbers: Numbers, pages: Sequence[ListPage]) -> Iterator[Numbers]:
    """Give each page of a list its numbers: of what stands on it and below it, and where that is."""
    paths_of: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        if page.turn and not page.turn.first:
            for id in _list_ids(page.within):
                paths_of[id].append(page.turn.part.path)
    shared: dict[str, dict[str, list[Row]]] = {}
    for each in numbers.all:
        shared[each.words] = defaultdict(list)
        for row in each.rows:
            for path in paths_of[row.task.id]:
                shared[each.words][path].append(row)
    for page in pages:
        yield _narrow(numbers, page.turn, _list_ids(page.rows_of), shared) if page.turn else numbers


def _narrow(numbers: Numbers, turn: Turn, here: set[str], shared: _Shared) -> Numbers:
    """Count what stands on a page and below it, and lead to the pages on which some of it stands."""

    def narrow(each: Number) -> Number:
        rows = shared.get(each.words, {})
        found = each.rows if turn.first else tuple(rows.get(turn.part.path, ()))
        ways = tuple(
            Way(
                part.label,
                f"{turn.address}{part.path}?loc={each.words}#{each.anchor}",
                len(rows[part.path]),
            )
            for part in turn.part.parts
            if part.path in rows
        )
        on_page = sum(row.task.id in here for row in found) if ways else 0
        return replace(each, rows=found, ways=ways, here=on_page)

    first = [number for each in numbers.first if (number := narrow(each)).rows or turn.first]
    parts = [replace(each, numbers=tuple(map(narrow, each.numbers))) for each in numbers.parts]
    parts = [replace(each, numbers=tuple(n for n in each.numbers if n.rows)) for each in parts]
    return replace(numbers, first=tuple(first), parts=tuple(each for each in parts if each.numbers))


def _list_ids(rows_of: RowsOf) -> set[str]:
    return {row.task.id for rows in rows_of.values() for row in rows}


def _count(labels: Mapping[str, str], found: _Found) -> tuple[Number, ...]:
    return tuple(
        Number(words, label, tuple(found.get(words, {}).values()))
        for words, label in labels.items()
    )


# ---- by time ----


def _list_near(ledger: Ledger) -> tuple[_Near, ...]:
    """List this month, the next, and the quarter after this one."""
    first, last = _find_next_quarter(ledger.today)
    quarter = (name_period(first, last) or "").replace("Quý", "quý")
    return (
        _Near("thang-nay", name_month(ledger.month).lower(), frozenset((ledger.month,))),
        _Near("thang-sau", name_month(ledger.next_month).lower(), frozenset((ledger.next_month,))),
        _Near("quy-sau", quarter, frozenset(months_of((first, last)))),
    )


def _find_next_quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    """Find the first and the last day of the quarter after that of a day."""
    this = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    first = (this + dt.timedelta(100)).replace(day=1)
    return first, (first + dt.timedelta(100)).replace(day=1) - dt.timedelta(1)


def _mark_time(row: Row, near: Iterable[_Near]) -> Iterator[str]:
    """Yield the periods in which a task is due; one without a month may end in a quarter."""
    end = row.task.end and row.task.end.isoformat()[:7]
    for each in near:
        is_long = len(each.months) > 1
        if not each.months.isdisjoint(row.months) or (is_long and end in each.months):
            yield each.word
    if is_standing(row.task):
        yield "khong-thang"


# ---- by what the document or a unit tells ----


def _mark_roles(row: Row, role: str, unit: str | None) -> Iterator[str]:
    """Yield what a task is to a unit or a leader, and the units that have to do with it in another role."""
    task = row.task
    if task.priority:
        yield "quan-trong"
    if role != "support" and is_past_unreported(row):
        yield "qua-han"
    others = [each for each in (task.lead if role == "support" else task.support) if each != unit]
    if others and not is_reported(task):
        yield SUPPORTED if role == "support" else LED
    for each in task.lead if role == "direct" else others:
        yield f"dv-{each}"
    if role == "direct":  # as the grid counts it, and where the list has it
        yield from dict.fromkeys((*task.months, *row.months))


def _join(words: Iterable[str]) -> Iterator[str]:
    """Join the word for what waits on others with each of these."""
    words = tuple(words)
    for kind in _OTHERS:
        if kind in words:
            yield from (f"{kind}.{word}" for word in words if word.startswith("dv-"))


def _name_kinds(unit: Unit | None, supports: bool, found: _Found) -> dict[str, str]:
    labels = {
        "qua-han": "đã qua thời hạn, chưa có báo cáo",
        LED: f"có đơn vị{' khác' if unit else ''} phối hợp, chưa có báo cáo",
        SUPPORTED: "do đơn vị khác chủ trì, chưa có báo cáo",
        "quan-trong": "quan trọng",
        "khong-thang": "không theo tháng",
    }
    if not supports:
        del labels[SUPPORTED]
    if not found.get("khong-thang"):
        del labels["khong-thang"]
    return labels


def _part_by_unit(kind: str, names: Mapping[str, str], found: _Found) -> Parts:
    labels = {f"{kind}.dv-{id}": name for id, name in names.items()}
    labels = {words: name for words, name in labels.items() if words in found}
    return Parts(f"Chưa có báo cáo, theo đơn vị {_OTHERS[kind]}", _count(labels, found))


# ---- by what changed ----


def _list_changes(ledger: Ledger, id: str, days: int) -> list[Change]:
    """List the changes of a task within some days up to today, the newest first."""
    changes = ledger.changes_of.get(id, ())
    return [each for each in changes if 0 <= (ledger.today - each.date).days < days]


def _mark_changes(ledger: Ledger, row: Row) -> Iterator[str]:
    """Yield how long ago a task changed, and whether it was new within that time."""
    for days in (WEEK, MONTH):
        if changes := _list_changes(ledger, row.task.id, days):
            yield f"moi-{days}"
            yield f"{'them' if any(each.kind is Kind.ADDED for each in changes) else 'doi'}-{days}"


def _name_changes(found: _Found) -> dict[str, str]:
    """Name the changes of a week and of a month; one of them where it tells all."""
    week, month = (found.get(f"moi-{days}", {}).keys() for days in (WEEK, MONTH))
    shown = (WEEK, MONTH) if week != month else (WEEK,) if week else (MONTH,)
    labels = {}
    for days in shown:
        told = [name for word, name in _CHANGES.items() if f"{word}-{days}" in found]
        labels[f"moi-{days}"] = f"{' hoặc '.join(told or _CHANGES.values())} trong {days} ngày"
    return labels


def _part_by_change(days: int, found: _Found) -> Parts:
    """Tell new tasks from changed ones where there are both."""
    labels = {f"{word}-{days}": name for word, name in _CHANGES.items()}
    is_mixed = all(words in found for words in labels)
    return Parts(f"Trong {days} ngày", _count(labels, found) if is_mixed else ())

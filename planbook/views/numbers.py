"""Count what a unit or a leader asks first, and mark each row with the words by which the page filters it.

A word stands in the address (`?loc=qua-han`); several joined by a full stop must all be marked. What is
not reported is told so: nothing is inferred from it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planbook.history.compare import KINDS, Change, Kind
from planbook.model import Unit, months_of
from planbook.vietnamese.wording import name_month, name_period
from planbook.views.ledger import Ledger, Row, is_standing
from planbook.views.reported import is_past_unreported, is_reported

WEEK, MONTH = 7, 30  # days within which a change is told
SHORT = 100  # tasks in a list that only readers without scripts see
LED, SUPPORTED = "co-phoi-hop", "phoi-hop"


@dataclass(frozen=True, slots=True)
class Number:
    """How many tasks there are of a kind, and by which words the page filters them."""

    words: str
    label: str
    rows: tuple[Row, ...]  # each task once

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
class Waiting:
    """What nobody has reported on and several units have to do with, by the other unit."""

    label: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a page, and the words that mark its rows."""

    first: tuple[Number, ...]
    waiting: tuple[Waiting, ...]
    flags: Mapping[str, Mapping[str, str]]  # words by role and id of the task
    changed: Mapping[str, str]  # what happened last to a task in the last month, and when

    @property
    def all(self) -> Iterator[Number]:
        """List all that leads to some tasks."""
        for number in self.first:
            if number.rows:
                yield number
        for each in self.waiting:
            yield from each.numbers


def count_numbers(
    ledger: Ledger, rows_of: Mapping[str, Iterable[Row]], unit: Unit | None = None
) -> Numbers:
    """Count the tasks of a unit or a leader; `rows_of` holds them by role: lead, support or direct."""
    month, following = ledger.month, ledger.next_month
    days = _find_next_quarter(ledger.today)
    quarter = months_of(days)
    labels = {
        "thang-nay": f"đến hạn {name_month(month).lower()}",
        "thang-sau": f"đến hạn {name_month(following).lower()}",
        "quy-sau": f"đến hạn {(name_period(*days) or '').replace('Quý', 'quý')}",
        "qua-han": "đã qua thời hạn, chưa có báo cáo",
        LED: f"có đơn vị{' khác' if unit else ''} phối hợp, chưa có báo cáo",
        SUPPORTED: "do đơn vị khác chủ trì, chưa có báo cáo",
        "quan-trong": "quan trọng",
        "khong-thang": "không theo tháng",
        "moi-7": f"mới hoặc thay đổi trong {WEEK} ngày",
        "moi-30": f"mới hoặc thay đổi trong {MONTH} ngày",
    }
    if not rows_of.get("support"):
        del labels[SUPPORTED]
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    flags: dict[str, dict[str, str]] = {}
    for role, rows in rows_of.items():
        flags[role] = {}
        for row in rows:
            task = row.task
            words = tuple(_mark(ledger, row, role, month, following, quarter, unit))
            flags[role][task.id] = " ".join(words)
            for word in words:
                found[word][task.id] = row
            waits = next((word for word in words if word in (LED, SUPPORTED)), None)
            for word in words if waits and unit else ():
                if word.startswith("dv-"):
                    found[f"{waits}.{word}"][task.id] = row

    if found["moi-7"] == found["moi-30"]:  # one of them tells all
        del labels["moi-30" if found["moi-7"] else "moi-7"]
    if not found["khong-thang"]:
        del labels["khong-thang"]

    def number(words: str, label: str) -> Number:
        return Number(words, label, tuple(found[words].values()))

    kinds = ((SUPPORTED, "chủ trì"), (LED, "phối hợp"))
    waiting = (
        Waiting(
            f"Chưa có báo cáo, theo đơn vị {label}",
            tuple(
                number(f"{kind}.dv-{id}", name)
                for id, name in ledger.book.unit_names.items()
                if f"{kind}.dv-{id}" in found
            ),
        )
        for kind, label in kinds
        if kind in labels
    )
    return Numbers(
        first=tuple(number(words, label) for words, label in labels.items()),
        waiting=tuple(each for each in waiting if each.numbers),
        flags=flags,
        changed={
            id: f"{KINDS[change.kind]} ngày {change.date:%d/%m/%Y}"
            for id in found["moi-30"]
            if (change := _find_newest(ledger, id)) and change.kind is not Kind.ADDED
        },
    )


def _find_next_quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    """Find the first and the last day of the quarter after that of a day."""
    this = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    first = (this + dt.timedelta(100)).replace(day=1)
    return first, (first + dt.timedelta(100)).replace(day=1) - dt.timedelta(1)


def _find_newest(ledger: Ledger, id: str) -> Change | None:
    """Find the newest change of a task that is not of a later day than today."""
    changes = ledger.changes_of.get(id, ())
    return next((each for each in changes if each.date <= ledger.today), None)


def _mark(
    ledger: Ledger,
    row: Row,
    role: str,
    month: str,
    following: str,
    quarter: tuple[str, ...],
    unit: Unit | None,
) -> Iterator[str]:
    """Yield the words of a row, among them the units that it has to do with in another role."""
    task = row.task
    if month in row.months:
        yield "thang-nay"
    if following in row.months:
        yield "thang-sau"
    ends = task.end is not None and quarter[0] <= f"{task.end:%Y-%m}" <= quarter[-1]
    if ends or not set(quarter).isdisjoint(row.months):
        yield "quy-sau"
    reported = is_reported(task)
    if role != "support" and is_past_unreported(row):
        yield "qua-han"
    others = task.lead if role == "support" else task.support
    if any(unit is None or each != unit.id for each in others) and not reported:
        yield SUPPORTED if role == "support" else LED
    if task.priority:
        yield "quan-trong"
    if is_standing(task):
        yield "khong-thang"
    if change := _find_newest(ledger, task.id):
        age = (ledger.today - change.date).days
        if age < MONTH:
            yield "moi-30"
        if age < WEEK:
            yield "moi-7"
    for each in task.lead if role == "direct" else others:
        if unit is None or each != unit.id:
            yield f"dv-{each}"
    if role == "direct":  # as the grid counts it, and where the list has it
        yield from dict.fromkeys((*task.months, *row.months))

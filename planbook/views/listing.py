"""Group, order and shade the rows of a page: under months, units, headings, longer periods.

A row stands in full once on a page; under a second lead or month it is only mentioned.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from planbook.model import Plan, Task, Unit
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.wording import name_period
from planbook.views.ledger import (
    Row,
)

LEVELS = 5  # shades of a number among others, beside the blank one
STANDING_KINDS = {
    "continuous": "Thường xuyên, liên tục",
    "recurring": "Lặp lại theo kỳ, không ghi tháng",
    "conditional": "Tùy theo điều kiện",
    "untimed": "Văn bản không ghi thời gian",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the rows of a group say alike, so that its heading says it once; blank where they differ."""

    lead: str = ""
    leader: str = ""
    when: str = ""
    timing: Row | None = None  # one whose timing is that of all that have one
    settled: bool = False  # some have none, for they were reported as settled
    differs: bool = False  # some tell another
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `also` are rows that stand in full under another heading."""

    key: str  # fragment of the page
    title: str
    url: str | None
    rows: tuple[Row, ...]
    also: tuple[Row, ...] = ()
    mention: str = "Cùng chủ trì"  # why these are mentioned
    repeats: bool = False  # it says again what another group says: seen when an address leads to it
    folded: bool = False  # only its heading is seen until a reader opens it
    now: bool = False  # what a reader wants first
    told: frozenset[str] = frozenset()  # words that the heading or the page says for all rows

    @property
    def shared(self) -> Shared:
        """Find what the rows say alike; a single row says it itself."""
        rows = self.rows
        if len(rows) < 2:
            return Shared()
        timed = [row for row in rows if row.timing.label]
        dated = [row for row in timed if row.timing.dated] or timed  # the others tell their own
        days = {(row.task.start, row.task.end) for row in dated}
        same = len({row.timing.label for row in dated}) == 1 and len(dated) * 2 > len(timed)
        # A later day changes nothing of what is past; of the others it must change all at once.
        lasting = len(days) == 1 or (
            bool(dated) and dated[0].timing.kind in ("past", "waiting", "unknown")
        )
        return Shared(
            lead=_find_one(row.task.lead_text for row in rows),
            leader=_find_one(row.task.leader_text for row in rows),
            when=_find_one(row.when for row in rows),
            timing=dated[0] if same and lasting else None,
            settled=len(timed) < len(rows),
            differs=len(dated) < len(timed),
            plan=rows[0].plan if len({row.plan.slug for row in rows}) == 1 else None,
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lists of a page have in common, so that no row need repeat it."""

    main: Plan | None  # the document of more than half of the rows; the others name theirs
    foreign: bool  # that document is of another body than the site's own
    mixed: bool  # rows come from several documents


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month in a strip: how many tasks are due, how dark it is drawn, where it leads."""

    month: str
    count: int
    level: int
    url: str | None
    current: bool = False  # it leads to the page on which it stands
    now: bool = False  # the month of `today`


@dataclass(frozen=True, slots=True)
class YearStrip:
    """The months of one year, from the first to the last that has a task."""

    year: str
    months: tuple[MonthCell, ...]

    @property
    def count(self) -> int:
        """Add up the year."""
        return sum(cell.count for cell in self.months)


def lay_out(rows: Iterable[Row]) -> Layout:
    """Find what the rows of a page have in common."""
    rows = tuple(rows)
    counts = Counter(row.plan.slug for row in rows)
    slug = next((each for each, count in counts.items() if count * 2 > len(rows)), None)
    first = next((row for row in rows if row.plan.slug == slug), None)
    return Layout(
        main=first.plan if first else None,
        foreign=first is not None and not first.own,
        mixed=len(counts) > 1,
    )


def shade(count: int, most: int) -> int:
    """Choose the shade of a count among others: none for 0, the darkest for the most."""
    return -(-count * LEVELS // most) if most else 0


def make_strips(
    counts: Mapping[str, int],
    pages: Mapping[str, str],
    current: str | None = None,
    today: dt.date | None = None,
    most: int | None = None,
) -> tuple[YearStrip, ...]:
    """Lay months out year by year; `pages` holds every month to show and where it leads.

    `most` is what the darkest shade means, where several strips share a page.
    """
    most = most or max(counts.values(), default=0)
    now = today and f"{today:%Y-%m}"
    years: dict[str, list[MonthCell]] = defaultdict(list)
    for month, url in pages.items():
        count = counts.get(month, 0)
        cell = MonthCell(
            month, count, shade(count, most), url or None, month == current, month == now
        )
        years[month[:4]].append(cell)
    return tuple(YearStrip(year, tuple(cells)) for year, cells in years.items())


def _find_one(texts: Iterable[str | None]) -> str:
    """Give the one text that all have, if they have one."""
    found = set(texts)
    return (found.pop() or "") if len(found) == 1 else ""


def group_by_lead(
    rows: Iterable[Row], units: Iterable[Unit], key: str, told: str = ""
) -> tuple[Group, ...]:
    """Put rows under their first lead, own units first, and mention them under their other leads.

    `told` is the time that the page tells for all of them.
    """
    rows = tuple(rows)
    main: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    unknown: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.task.lead:
            main[row.task.lead[0]].append(row)
            for other in row.task.lead[1:]:
                also[other].append(row)
        else:
            unknown[row.task.lead_text or "Không ghi đơn vị chủ trì"].append(row)
    groups = [
        Group(
            key=f"{key}{unit.id}",
            title=unit.short,
            url=unit.url,
            rows=tuple(main.get(unit.id, ())),
            also=tuple(also.get(unit.id, ())),
            told=frozenset((told, unit.name, unit.short, *unit.names)),
        )
        for unit in units
        if unit.id in main or unit.id in also
    ]
    groups += [
        Group(f"{key}khac-{at}", title, None, tuple(unknown[title]), told=frozenset((told, title)))
        for at, title in enumerate(sorted(unknown, key=sort_key), start=1)
    ]
    return tuple(groups)


def group_by_section(rows: Iterable[Row], key: str = "muc-") -> tuple[Group, ...]:
    """Put rows under the headings that the document prints over them."""
    sections: dict[str, list[Row]] = {}
    for row in rows:
        sections.setdefault(row.task.section or "", []).append(row)
    return tuple(
        Group(f"{key}{at}", title, None, tuple(rows))
        for at, (title, rows) in enumerate(sections.items(), start=1)
    )


def group_by_span(rows: Iterable[Row], key: str) -> tuple[Group, ...]:
    """Put rows that have a first and a last day under their period, the shortest first."""
    spans: dict[tuple[dt.date, dt.date], list[Row]] = defaultdict(list)
    for row in rows:
        if row.task.start and row.task.end:
            spans[row.task.start, row.task.end].append(row)
    by_length = sorted(spans.items(), key=lambda item: (item[0][1] - item[0][0], item[0]))
    return tuple(
        _span(f"{key}{at}", name_period(start, end) or "", found)
        for at, ((start, end), found) in enumerate(by_length, start=1)
    )


def _span(key: str, title: str, rows: Iterable[Row]) -> Group:
    return Group(key, title, None, tuple(rows), told=frozenset((title,)))


def fold(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Fold groups to their headings: what is past while something later is open, what does not count."""
    return tuple(replace(group, folded=True) for group in groups)


def standing_kind(task: Task) -> str:
    """Choose the reason why a task stands on no month."""
    if task.recurrence == "continuous":
        return "continuous"
    if task.recurrence:
        return "recurring"
    return "conditional" if task.condition else "untimed"

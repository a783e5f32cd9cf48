"""Group, order and shade the rows of a page: under months, units, headings, longer periods.

A row stands in full once on a page; under a second lead or month it is only mentioned.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planbook.model import Plan, Task, Unit, list_months
from planbook.vietnamese.alphabet import sort_key
from planbook.vietnamese.wording import name_month, name_period
from planbook.views.ledger import (
    Row,
    is_standing,
)

LEVELS = 5  # shades of a number among others, beside the blank one
STANDING_KINDS = {
    "continuous": "Thường xuyên, liên tục",
    "recurring": "Lặp lại theo kỳ, không ghi tháng",
    "conditional": "Tùy theo điều kiện",
    "untimed": "Văn bản không ghi thời gian",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `also` are rows that stand in full under another heading."""

    key: str  # fragment of the page
    title: str
    url: str | None
    rows: tuple[Row, ...]
    also: tuple[Row, ...] = ()
    mention: str = "Cùng chủ trì"  # why these are mentioned


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lists of a page have in common, so that no row need repeat it."""

    main: Plan | None  # the document of most rows; the others name theirs
    foreign: bool  # that document is of another body than the site's own
    mixed: bool  # rows come from several documents
    wide: bool  # some row has a product or a leader


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month in a strip: how many tasks are due, how dark it is drawn, where it leads."""

    month: str
    count: int
    level: int
    url: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class YearStrip:
    """The months of one year, from the first to the last that has a task."""

    year: str
    months: tuple[MonthCell, ...]

    @property
    def count(self) -> int:
        """Add up the year."""
        return sum(cell.count for cell in self.months)


@dataclass(frozen=True, slots=True)
class Listing:
    """Tasks of a unit or person in one role: by month, over longer periods, and standing."""

    role: str  # lead, support or direct
    title: str
    count: int
    groups: tuple[Group, ...]
    strips: tuple[YearStrip, ...]


def lay_out(rows: Iterable[Row]) -> Layout:
    """Find what the rows of a page have in common."""
    rows = tuple(rows)
    counts = Counter(row.plan.slug for row in rows)
    slug = max(counts, key=counts.__getitem__, default=None)
    first = next((row for row in rows if row.plan.slug == slug), None)
    return Layout(
        main=first.plan if first else None,
        foreign=first is not None and not first.own,
        mixed=len(counts) > 1,
        wide=any(row.task.product or row.task.leader_text for row in rows),
    )


def shade(count: int, most: int) -> int:
    """Choose the shade of a count among others: none for 0, the darkest for the most."""
    return -(-count * LEVELS // most) if most else 0


def make_strips(
    counts: Mapping[str, int], pages: Mapping[str, str], current: str | None = None
) -> tuple[YearStrip, ...]:
    """Lay months out year by year; `pages` holds every month to show and where it leads."""
    most = max(counts.values(), default=0)
    years: dict[str, list[MonthCell]] = defaultdict(list)
    for month, url in pages.items():
        count = counts.get(month, 0)
        cell = MonthCell(month, count, shade(count, most), url or None, month == current)
        years[month[:4]].append(cell)
    return tuple(YearStrip(year, tuple(cells)) for year, cells in years.items())


def _strips_of_groups(groups: Iterable[Group]) -> tuple[YearStrip, ...]:
    """Lay out the months of a listing, each leading to its group on the same page."""
    found = {group.key[-7:]: group for group in groups if group.key[1:3] == "-2"}
    pages: dict[str, str] = {}
    for year in sorted({month[:4] for month in found}):
        months = [month for month in found if month[:4] == year]
        for month in list_months(min(months), max(months)):
            pages[month] = f"#{found[month].key}" if month in found and found[month].rows else ""
    return make_strips({month: len(group.rows) for month, group in found.items()}, pages)


def make_listing(rows: Iterable[Row], role: str, title: str, letter: str) -> Listing:
    """Put rows under their months, then under longer periods, then under the reasons for standing."""
    rows = tuple(rows)
    due: dict[str, list[Row]] = defaultdict(list)
    also: dict[str, list[Row]] = defaultdict(list)
    spans: dict[str, list[Row]] = defaultdict(list)
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        task = row.task
        if row.months:
            due[row.months[0]].append(row)
            for month in dict.fromkeys((*row.months, *task.months)):
                if month != row.months[0]:
                    also[month].append(row)
        elif is_standing(task):
            standing[standing_kind(task)].append(row)
        else:
            spans[name_period(task.start, task.end) or ""].append(row)
    groups = [
        Group(
            key=f"{letter}-{month}",
            title=name_month(month),
            url=f"months/{month}/",
            rows=tuple(due.get(month, ())),
            also=tuple(also.get(month, ())),
            mention="Cũng trong tháng",
        )
        for month in sorted(due.keys() | also.keys())
    ]
    by_time = sorted(spans.items(), key=lambda item: _when_key(item[1][0].task))
    groups += [
        Group(f"{letter}-span-{at}", f"{title} (cả kỳ)", None, tuple(each))
        for at, (title, each) in enumerate(by_time, start=1)
    ]
    groups += [
        Group(f"{letter}-{kind}", STANDING_KINDS[kind], "standing/", tuple(standing[kind]))
        for kind in STANDING_KINDS
        if kind in standing
    ]
    return Listing(role, title, len(rows), tuple(groups), _strips_of_groups(groups))


def _when_key(task: Task) -> tuple[dt.date, dt.date]:
    return task.start or dt.date.min, task.end or dt.date.max


def group_by_lead(rows: Iterable[Row], units: Iterable[Unit], key: str) -> tuple[Group, ...]:
    """Put rows under their first lead, own units first, and mention them under their other leads."""
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
        )
        for unit in units
        if unit.id in main or unit.id in also
    ]
    groups += [
        Group(f"{key}khac-{at}", title, None, tuple(unknown[title]))
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
        Group(f"{key}{at}", name_period(start, end) or "", None, tuple(found))
        for at, ((start, end), found) in enumerate(by_length, start=1)
    )


def standing_kind(task: Task) -> str:
    """Choose the reason why a task stands on no month."""
    if task.recurrence == "continuous":
        return "continuous"
    if task.recurrence:
        return "recurring"
    return "conditional" if task.condition else "untimed"

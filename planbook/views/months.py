"""Show the months, and one month: what is due in it by unit, what only spans it."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import Abbreviation
from planbook.vietnamese.wording import name_month
from planbook.views.duties import Duty, list_due_in
from planbook.views.ledger import Ledger, Row, Share, count_own
from planbook.views.listing import (
    Group,
    Layout,
    YearStrip,
    fold,
    group_by_lead,
    group_by_span,
    lay_out,
    make_strips,
)
from planbook.views.reported import is_past_unreported


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """A month in the list of months."""

    month: str
    due: int
    level: int
    spanning: int
    repeated: int
    others: int  # of other bodies: shown, not counted


@dataclass(frozen=True, slots=True)
class MonthsView:
    """All months that have a page, year by year, the newest year first."""

    years: tuple[tuple[str, tuple[MonthEntry, ...]], ...]
    near: tuple[str, ...]  # this month and the next, where they have a page
    now: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: what is due by unit, what comes back in it every year, what spans it."""

    month: str
    strip: YearStrip
    previous: str | None
    next: str | None
    due: tuple[Share[Group], ...]
    unreported: tuple[tuple[Group, int], ...]  # of what is due: how many are past, with no report
    repeated: tuple[Share[Group], ...]  # of an earlier year, due here again
    spanning: tuple[Share[Group], ...]
    reports: tuple[Duty, ...]  # that documents ask for in it
    others: tuple[Group, ...]  # all of other bodies: shown, not counted
    layout: Layout
    due_count: int
    unreported_count: int
    repeated_count: int
    spanning_count: int
    other_count: int
    abbreviations: tuple[Abbreviation, ...]


def view_months(ledger: Ledger) -> MonthsView:
    """List the months."""
    near = ledger.month, ledger.next_month
    return MonthsView(
        near=tuple(month for month in near if month in ledger.months),
        now=ledger.month,
        years=tuple(
            (
                strip.year,
                tuple(
                    MonthEntry(
                        month=cell.month,
                        due=cell.count,
                        level=cell.level,
                        spanning=count_own(ledger.spanning.get(cell.month, ())),
                        repeated=count_own(ledger.repeated.get(cell.month, ())),
                        others=sum(not row.own for row in _rows_of(ledger, cell.month)),
                    )
                    for cell in strip.months
                ),
            )
            for strip in reversed(_make_month_strips(ledger))
        ),
    )


def view_month(ledger: Ledger, month: str) -> MonthView:
    """Show one month."""
    rows = _rows_of(ledger, month)
    others = [row for row in rows if not row.own]
    due, repeated, spanning = (
        [row for row in index.get(month, ()) if row.own]
        for index in (ledger.by_month, ledger.repeated, ledger.spanning)
    )
    at, name = ledger.months.index(month), name_month(month)
    strips = _make_month_strips(ledger, month)
    by_unit = _by_lead(ledger, due, "u-", name)
    silent = [
        (group, sum(map(is_past_unreported, group.rows)))
        for share in by_unit
        for group in share.items
    ]
    return MonthView(
        month=month,
        strip=next(strip for strip in strips if strip.year == month[:4]),
        previous=ledger.months[at - 1] if at else None,
        next=ledger.months[at + 1] if at + 1 < len(ledger.months) else None,
        due=by_unit,
        unreported=tuple((group, count) for group, count in silent if count),
        repeated=_by_lead(ledger, repeated, "n-", name),
        spanning=tuple(
            Share(share.body, group_by_span(share.items, f"k-{share.key}"))
            for share in ledger.share_rows(spanning)
        ),
        reports=list_due_in(ledger.asked, month),
        others=fold(group_by_lead(others, ledger.book.units, "o-", name)),
        layout=lay_out(rows),
        due_count=len(due),
        unreported_count=sum(map(is_past_unreported, due)),
        repeated_count=len(repeated),
        spanning_count=len(spanning),
        other_count=len(others),
        abbreviations=ledger.explain(rows),
    )


def _rows_of(ledger: Ledger, month: str) -> tuple[Row, ...]:
    """List all that stands on the page of a month."""
    indexes = (ledger.by_month, ledger.repeated, ledger.spanning)
    return tuple(row for index in indexes for row in index.get(month, ()))


def _by_lead(ledger: Ledger, rows: Iterable[Row], key: str, month: str) -> tuple[Share[Group], ...]:
    units = ledger.book.units
    return tuple(
        Share(share.body, group_by_lead(share.items, units, f"{key}{share.key}", month))
        for share in ledger.share_rows(rows)
    )


def _make_month_strips(ledger: Ledger, current: str | None = None) -> tuple[YearStrip, ...]:
    pages = {month: f"months/{month}/" for month in ledger.months}
    return make_strips(ledger.due_counts, pages, current, ledger.today)

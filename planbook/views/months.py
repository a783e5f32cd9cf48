"""Show the months, and one month: what is due in it by unit, what only spans it."""

from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import Abbreviation
from planbook.vietnamese.wording import name_month
from planbook.views.ledger import Ledger, Row, Share, count_own
from planbook.views.listing import (
    Group,
    Layout,
    YearStrip,
    group_by_lead,
    group_by_span,
    lay_out,
    make_strips,
)


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """A month in the list of months."""

    month: str
    due: int
    level: int
    spanning: int


@dataclass(frozen=True, slots=True)
class MonthsView:
    """All months that have a page, year by year, the newest year first."""

    years: tuple[tuple[str, tuple[MonthEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: what is due by unit, and what spans it."""

    month: str
    strip: YearStrip
    previous: str | None
    next: str | None
    due: tuple[Share[Group], ...]
    others: tuple[Group, ...]  # due, of other bodies: shown, not counted
    spanning: tuple[Share[Group], ...]
    layout: Layout
    due_count: int
    other_count: int
    spanning_count: int
    abbreviations: tuple[Abbreviation, ...]


def view_months(ledger: Ledger) -> MonthsView:
    """List the months."""
    return MonthsView(
        tuple(
            (
                strip.year,
                tuple(
                    MonthEntry(
                        month=cell.month,
                        due=cell.count,
                        level=cell.level,
                        spanning=count_own(ledger.spanning.get(cell.month, ())),
                    )
                    for cell in strip.months
                ),
            )
            for strip in reversed(_make_month_strips(ledger))
        )
    )


def view_month(ledger: Ledger, month: str) -> MonthView:
    """Show one month."""
    due, spanning = ledger.by_month.get(month, ()), ledger.spanning.get(month, ())
    own, others = [row for row in due if row.own], [row for row in due if not row.own]
    at, name = ledger.months.index(month), name_month(month)
    strips = _make_month_strips(ledger, month)
    return MonthView(
        month=month,
        strip=next(strip for strip in strips if strip.year == month[:4]),
        previous=ledger.months[at - 1] if at else None,
        next=ledger.months[at + 1] if at + 1 < len(ledger.months) else None,
        due=tuple(
            Share(share.body, group_by_lead(share.items, ledger.book.units, f"u-{share.key}", name))
            for share in _share_out(ledger, own)
        ),
        others=group_by_lead(others, ledger.book.units, "o-", name),
        spanning=tuple(
            Share(share.body, group_by_span(share.items, f"k-{share.key}"))
            for share in _share_out(ledger, spanning)
        ),
        layout=lay_out((*due, *spanning)),
        due_count=len(own),
        other_count=len(others),
        spanning_count=count_own(spanning),
        abbreviations=ledger.explain((*due, *spanning)),
    )


def _share_out(ledger: Ledger, rows: Iterable[Row]) -> tuple[Share[Row], ...]:
    return ledger.share_out(rows, lambda row: ledger.body_of(row.plan))


def _make_month_strips(ledger: Ledger, current: str | None = None) -> tuple[YearStrip, ...]:
    pages = {month: f"months/{month}/" for month in ledger.months}
    return make_strips(ledger.due_counts, pages, current, ledger.today)

"""Show the units, and one unit: what it leads, what it supports."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model import UNIT_KINDS, Abbreviation, Body, Unit
from planbook.vietnamese.alphabet import sort_key
from planbook.views.by_time import Listing, list_by_time, roles_of_unit
from planbook.views.duties import Duty, list_duties
from planbook.views.ledger import Ledger, Share
from planbook.views.listing import Layout, lay_out
from planbook.views.numbers import Numbers, count_numbers, share_numbers
from planbook.views.parts import Turn
from planbook.views.reported import is_past_unreported


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit in the list of units."""

    unit: Unit
    body: Body
    kind: str
    leads: int
    supports: int
    unreported: int  # of what it leads, past its time


@dataclass(frozen=True, slots=True)
class UnitsView:
    """All units: those that work today, those that ended, those of other bodies."""

    current: tuple[Share[UnitEntry], ...]
    ended: tuple[Share[UnitEntry], ...]
    others: tuple[UnitEntry, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: what it leads, what it supports; or a part of that."""

    turn: Turn | None  # where the page stands, if there are several
    unit: Unit
    kind: str
    body: Body
    successor: Unit | None
    predecessors: tuple[UnitEntry, ...]  # what they left undone falls to it
    names: tuple[str, ...]
    duties: tuple[Duty, ...]  # the reports that documents ask of it
    listings: tuple[Listing, ...]
    numbers: Numbers
    layout: Layout
    abbreviations: tuple[Abbreviation, ...]


def _enter_unit(ledger: Ledger, unit: Unit) -> UnitEntry:
    leads = ledger.by_lead.get(unit.id, ())
    return UnitEntry(
        unit=unit,
        body=ledger.body_of(unit),
        kind=UNIT_KINDS.get(unit.kind, unit.kind),
        leads=len(leads),
        supports=len(ledger.by_support.get(unit.id, ())),
        unreported=sum(is_past_unreported(row) for row in leads),
    )


def view_units(ledger: Ledger) -> UnitsView:
    """List all units in the order of their register, which is their organisation's own order."""
    entries = [_enter_unit(ledger, unit) for unit in ledger.book.units]
    own = [entry for entry in entries if entry.body.own]

    def share_out(ended: bool) -> tuple[Share[UnitEntry], ...]:
        found = (entry for entry in own if bool(entry.unit.ended) is ended)
        return ledger.share_out(found, lambda entry: entry.body)

    return UnitsView(
        current=share_out(ended=False),
        ended=share_out(ended=True),
        others=tuple(entry for entry in entries if not entry.body.own),
    )


def view_unit_pages(ledger: Ledger, unit: Unit) -> Iterator[UnitView]:
    """Show what a unit leads and supports, page by page; a task that it does both in stands under both."""
    entry = _enter_unit(ledger, unit)
    rows_of = roles_of_unit(ledger, unit.id)
    shown = {unit.name, unit.short}
    pages = list_by_time(ledger, rows_of, unit.url, (unit.name, unit.short, *unit.names))
    numbers = share_numbers(count_numbers(ledger, rows_of, unit), pages)
    for page, counted in zip(pages, numbers, strict=True):
        yield UnitView(
            turn=page.turn,
            unit=unit,
            kind=entry.kind,
            body=entry.body,
            successor=ledger.book.unit.get(unit.successor or ""),
            predecessors=tuple(
                _enter_unit(ledger, each) for each in ledger.book.predecessors.get(unit.id, ())
            ),
            names=tuple(sorted(set(unit.names) - shown, key=sort_key)),
            duties=list_duties(ledger.asked, unit, ledger.today),
            listings=page.listings,
            numbers=counted,
            layout=lay_out(page.shown),
            abbreviations=ledger.explain(page.shown),
        )

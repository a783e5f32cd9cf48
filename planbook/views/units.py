"""Show the units, and one unit: what it leads, what it supports."""

from dataclasses import dataclass

from planbook.model import UNIT_KINDS, Abbreviation, Body, Unit
from planbook.vietnamese.alphabet import sort_key
from planbook.views.duties import Duty, list_duties
from planbook.views.ledger import Ledger, Share
from planbook.views.listing import Layout, Listing, lay_out, make_listings
from planbook.views.numbers import Numbers, count_numbers
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
    """One unit: what it leads, what it supports."""

    unit: Unit
    kind: str
    body: Body
    successor: Unit | None
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


def view_unit(ledger: Ledger, unit: Unit) -> UnitView:
    """Show what a unit leads and supports; a task that it does both in stands under both."""
    leads = ledger.by_lead.get(unit.id, ())
    supports = ledger.by_support.get(unit.id, ())
    entry = _enter_unit(ledger, unit)
    rows_of = {"lead": leads, "support": supports}
    shown = {unit.name, unit.short}
    return UnitView(
        unit=unit,
        kind=entry.kind,
        body=entry.body,
        successor=ledger.book.unit.get(unit.successor or ""),
        names=tuple(sorted(set(unit.names) - shown, key=sort_key)),
        duties=list_duties(ledger.asked, unit, ledger.today),
        listings=make_listings(rows_of, ledger.today, (unit.name, unit.short, *unit.names)),
        numbers=count_numbers(ledger, rows_of, unit),
        layout=lay_out((*leads, *supports)),
        abbreviations=ledger.explain((*leads, *supports)),
    )

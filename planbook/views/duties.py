"""Find the reports that documents ask of a unit at fixed times, with the next day each is due.

Who must report stands in the document's own words, which are shown; only names that these words
write out narrow them to some units.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from planbook.model import Plan, RecurringReport, Unit, read_yearly
from planbook.vietnamese.alphabet import canonical
from planbook.vietnamese.when import document_day, parse_when
from planbook.vietnamese.wording import next_days
from planbook.views.ledger import Ledger

WARN = 45  # days ahead


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that a document asks for, and the last day of its next time, where it has one."""

    plan: Plan
    report: RecurringReport
    day: dt.date | None
    near: bool  # so soon that the page should warn


def list_duties(ledger: Ledger, unit: Unit) -> tuple[Duty, ...]:
    """List the reports that a unit owes or receives, the next one first."""
    duties = [] if unit.ended else [*_find_duties(ledger, unit)]
    return tuple(sorted(duties, key=lambda duty: duty.day or dt.date.max))


def _find_duties(ledger: Ledger, unit: Unit) -> Iterator[Duty]:
    for plan in ledger.book.plans:
        for report in plan.reports if plan.body == unit.body else ():
            asked = _named_in(ledger, report.by, plan)
            if unit.id in (asked or {unit.id}) | _named_in(ledger, report.to, plan):
                day = _next_day(ledger.today, plan, report)
                days = (day - ledger.today).days if day else WARN + 1
                if days >= 0:
                    yield Duty(plan, report, day, near=days <= WARN)


def _named_in(ledger: Ledger, words: str | None, plan: Plan) -> set[str]:
    """Tell which units of a document's organisation some words write out."""
    text = f" {canonical(words or '')} "
    return {
        unit.id
        for unit in ledger.book.units
        if unit.body == plan.body and unit.kind != "group"
        for name in (unit.name, unit.short, *unit.names)
        if f" {canonical(name)} " in text
    }


def _next_day(today: dt.date, plan: Plan, report: RecurringReport) -> dt.date | None:
    year = int(plan.year) if plan.year.isdecimal() else None
    when = parse_when(report.when_text, issued=document_day(plan), year=year)
    if when.end is None:
        return None
    return next_days(when.start, when.end, read_yearly(when.recurrence), today)[1]

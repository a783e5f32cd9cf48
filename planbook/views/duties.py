"""Find the reports that documents ask for at fixed times: of whom, and when each is due next.

Who must report stands in the document's own words, which are shown; only names that these words
write out narrow them to some units.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import Book, Plan, RecurringReport, Unit, months_of, read_yearly
from planbook.vietnamese.alphabet import canonical
from planbook.vietnamese.when import When, document_day, parse_when
from planbook.vietnamese.wording import next_days

WARN = 45  # days ahead


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that a document asks for, with what is understood of its words."""

    plan: Plan
    report: RecurringReport
    when: When
    own: bool  # asked by one of the site's own organisations
    by: frozenset[str]  # the units that its words write out; none where they mean all
    to: frozenset[str]


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that a document asks for, and the last day of its next time, where it has one."""

    plan: Plan
    report: RecurringReport
    day: dt.date | None
    near: bool = False  # so soon that the page should warn


def read_reports(book: Book) -> tuple[Asked, ...]:
    """Read what all documents ask for, in the order of the documents."""
    found = []
    for plan in book.plans:
        names = {
            f" {canonical(name)} ": unit.id
            for unit in book.units
            if plan.reports and unit.body == plan.body and unit.kind != "group"
            for name in (unit.name, unit.short, *unit.names)
        }
        year = int(plan.year) if plan.year.isdecimal() else None
        for report in plan.reports:
            by, to = (
                frozenset(id for name, id in names.items() if name in f" {canonical(words or '')} ")
                for words in (report.by, report.to)
            )
            when = parse_when(report.when_text, issued=document_day(plan), year=year)
            found.append(Asked(plan, report, when, book.is_own(plan), by, to))
    return tuple(found)


def list_duties(asked: Iterable[Asked], unit: Unit, today: dt.date) -> tuple[Duty, ...]:
    """List the reports that a unit owes or receives, the next one first."""
    duties = []
    for each in asked:
        meant = not each.by or unit.id in each.by | each.to
        if unit.ended or unit.body != each.plan.body or not meant:
            continue
        day = _next_day(each.when, today)
        days = (day - today).days if day else WARN + 1
        if days >= 0:
            duties.append(Duty(each.plan, each.report, day, near=days <= WARN))
    return tuple(sorted(duties, key=lambda duty: duty.day or dt.date.max))


def list_due_in(asked: Iterable[Asked], month: str) -> tuple[Duty, ...]:
    """List the reports of the site's own organisations that are due in a month."""
    first = dt.date.fromisoformat(f"{month}-01")
    duties = []
    for each in asked:
        day = _next_day(each.when, first) if each.own else None
        if day and months_of((day, day)) == (month,):
            duties.append(Duty(each.plan, each.report, day))
    return tuple(duties)


def _next_day(when: When, today: dt.date) -> dt.date | None:
    if when.end is None:
        return None
    return next_days(when.start, when.end, read_yearly(when.recurrence), today)[1]

"""Show the leaders, and one leader: the tasks directed, the documents signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Abbreviation, Body, Person, Plan, Unit
from planbook.views.by_time import Listing, ListPage, list_by_time
from planbook.views.grid import Grid, Link, make_grid
from planbook.views.ledger import Ledger, Row, Share
from planbook.views.listing import Layout, lay_out
from planbook.views.numbers import Numbers, count_numbers, share_numbers
from planbook.views.parts import Turn


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in the list of people."""

    person: Person
    body: Body
    count: int
    signed: int


@dataclass(frozen=True, slots=True)
class PeopleView:
    """All people: of the site's own organisations today, and of other bodies or times."""

    current: tuple[Share[PersonEntry], ...]
    others: tuple[PersonEntry, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office and who held it, as a document says."""

    holder: Person
    office: Person
    plan: Plan  # that says so


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person: the tasks directed, the important ones, the documents signed; or a part of the tasks."""

    turn: Turn | None  # where the page stands, if there are several
    person: Person
    body: Body
    count: int
    listings: tuple[Listing, ...]  # one, or none
    numbers: Numbers
    grid: Grid
    important: tuple[Row, ...]
    layout: Layout
    signed: tuple[Plan, ...]
    tenures: tuple[Tenure, ...]  # of this office, or of this holder
    abbreviations: tuple[Abbreviation, ...]


def view_people(ledger: Ledger) -> PeopleView:
    """List all people in the order of their register: the office first."""
    entries = [
        PersonEntry(
            person=person,
            body=ledger.body_of(person),
            count=len(ledger.by_leader.get(person.id, ())),
            signed=len(_list_signed(ledger, person)),
        )
        for person in ledger.book.people
    ]
    working = ledger.book.working_bodies
    return PeopleView(
        current=ledger.share_out(
            (entry for entry in entries if entry.body in working), lambda entry: entry.body
        ),
        others=tuple(entry for entry in entries if entry.body not in working),
    )


def view_person_pages(ledger: Ledger, person: Person) -> Iterator[PersonView]:
    """Show the tasks that a person directs, page by page."""
    rows = ledger.by_leader.get(person.id, ())
    pages = list_by_time(ledger, {"direct": rows}, person.url, _name_leader(rows))
    numbers = share_numbers(count_numbers(ledger, {"direct": rows}), pages)
    for page, counted in zip(pages, numbers, strict=True):
        shown = page.within["direct"] if page.leads_on else page.shown
        yield PersonView(
            turn=page.turn,
            person=person,
            body=ledger.body_of(person),
            count=len(page.within["direct"]),
            listings=page.listings,
            numbers=counted,
            grid=make_grid(shown, ledger, _link_numbers(page), within=page.months),
            important=tuple(row for row in page.shown if row.task.priority),
            layout=lay_out(page.shown),
            signed=_list_signed(ledger, person),
            tenures=tuple(_list_tenures(ledger, person)),
            abbreviations=ledger.explain(page.shown),
        )


def _link_numbers(page: ListPage) -> Link:
    """Lead a number of the grid to the rows that it counts; without scripts, to their month."""

    def link(unit: Unit | None, month: str | None) -> str:
        words = ".".join(each for each in (unit and f"dv-{unit.id}", month) if each)
        if page.turn and page.leads_on:
            part = page.turn.part.find(month or "")
            return f"{page.turn.address}{part.path}?loc={words}#m-{month}" if part else ""
        return f"?loc={words}#{f'm-{month}' if month else 'direct'}" if words else "#direct"

    return link


def _name_leader(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the words by which cells name this leader and nobody else."""
    for row in rows:
        if row.task.leader_text and len(row.task.leaders) == 1:
            yield row.task.leader_text


def _list_tenures(ledger: Ledger, person: Person) -> Iterator[Tenure]:
    """List who held an office, or the office that a person held."""
    book = ledger.book
    for holder in (*book.holders_of.get(person.id, ()), person):
        if holder.holds and holder.stated_in:
            yield Tenure(holder, book.person[holder.holds], book.plan[holder.stated_in])


def _list_signed(ledger: Ledger, person: Person) -> tuple[Plan, ...]:
    return tuple(
        plan
        for plan in ledger.plans
        if plan.signer and plan.signer == person.name and plan.body == person.body
    )

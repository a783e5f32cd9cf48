"""Show the leaders, and one leader: the tasks directed, the documents signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planbook.model import Abbreviation, Body, Person, Plan, Unit
from planbook.views.grid import Grid, make_grid
from planbook.views.ledger import Ledger, Row, Share
from planbook.views.listing import Layout, Listing, lay_out, make_listings
from planbook.views.numbers import Numbers, count_numbers


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
    """One person: the tasks directed, the important ones, the documents signed."""

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


def view_person(ledger: Ledger, person: Person) -> PersonView:
    """Show the tasks that a person directs."""
    rows = ledger.by_leader.get(person.id, ())
    return PersonView(
        person=person,
        body=ledger.body_of(person),
        count=len(rows),
        listings=make_listings({"direct": rows}, ledger.today, _name_leader(rows)),
        numbers=count_numbers(ledger, {"direct": rows}),
        grid=make_grid(rows, ledger, _link_number),
        important=tuple(row for row in rows if row.task.priority),
        layout=lay_out(rows),
        signed=_list_signed(ledger, person),
        tenures=tuple(_list_tenures(ledger, person)),
        abbreviations=ledger.explain(rows),
    )


def _link_number(unit: Unit | None, month: str | None) -> str:
    """Lead a number of the grid to the rows that it counts; without scripts, to their month."""
    words = ".".join(each for each in (unit and f"dv-{unit.id}", month) if each)
    return f"?loc={words}#{f'm-{month}' if month else 'direct'}" if words else "#direct"


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

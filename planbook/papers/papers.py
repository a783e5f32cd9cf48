"""Choose which papers are offered beside which pages, and render them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from planbook.model import Book, Files, Keep, Person, Unit
from planbook.papers.briefs import make_brief
from planbook.papers.form import Form, bodies_of_month, form_of_person, make_form, tasks_of_month
from planbook.papers.status_sheet import (
    StatusSheet,
    list_open,
    make_status_sheet,
    render_status_sheet,
)
from planbook.views.briefs import brief_person, brief_unit
from planbook.views.ledger import Ledger

NAME = "phu-luc"  # of the lists beside a page, without the ending of their format
BRIEF = "brief"
STATUS = "status"
MAX_ROWS = 1_500  # of all lists, and of all sheets to report on
MAX_BRIEFS = 100  # papers
PAPER_FORMATS = ("pdf", "docx", "xlsx")  # what takes longest comes first


@dataclass(frozen=True, slots=True)
class Paper:
    """What is offered on paper beside a page, and what lays it out when it is made."""

    address: str  # of the page
    name: str  # of the files, without the ending of their format
    body: str | None  # short name, where the page offers papers of several organisations
    lay_out: Callable[[], Form | StatusSheet]  # which decides every byte of its files
    formats: tuple[str, ...] = PAPER_FORMATS

    def path(self, to: str) -> str:
        """Name the file in one of the formats."""
        return f"{self.address}{self.name}.{to}"


def list_papers(ledger: Ledger, site_url: str) -> Iterator[Paper]:
    """List all papers: lists to print and sign, papers for meetings, sheets to report on."""
    yield from list_appendices(ledger.book)
    yield from list_briefs(ledger, site_url)
    yield from list_status_sheets(ledger.book)


def list_appendices(book: Book) -> Iterator[Paper]:
    """List the lists that are offered: of months and plans the newest first, then of units and leaders.

    Word and PDF take some milliseconds a row, so the rows of all papers have a limit; whatever is
    left out can still be exported.
    """
    left = MAX_ROWS
    for rows, address, name, body, lay_out in _list_offers(book):
        if 0 < rows <= left:
            left -= rows
            yield Paper(address, name, body, lay_out)


def _list_offers(
    book: Book,
) -> Iterator[tuple[int, str, str, str | None, Callable[[], Form]]]:
    """List what could be offered: rows, address, name, organisation, and what lays it out."""
    for month in sorted({*book.tasks_due_in, *book.tasks_repeated_in}, reverse=True):
        whose = bodies_of_month(book, month)
        for at, bodies in enumerate(whose):
            rows = sum(map(len, tasks_of_month(book, month, bodies)))
            name = f"{NAME}-{bodies[0]}" if at else NAME
            body = book.body[bodies[0]].short if len(whose) > 1 else None
            lay_out = partial(make_form, book, month, bodies[0])
            yield rows, f"months/{month}/", name, body, lay_out
    for plan in sorted(book.plans, key=lambda plan: plan.year, reverse=True):
        rows = len(book.tasks_of.get(plan.slug, ()))
        yield rows, plan.url, NAME, None, partial(make_form, book, plan.slug)
    for unit in book.units:
        rows = len(book.tasks_led_or_supported_by.get(unit.id, ()))
        yield rows, unit.url, NAME, None, partial(make_form, book, unit.id)
    for person in book.people:
        rows = len(book.tasks_directed_by.get(person.id, ()))
        yield rows, person.url, NAME, None, partial(form_of_person, book, person)


def list_status_sheets(book: Book) -> Iterator[Paper]:
    """List the sheets on which units report, beside the pages of their reports, as far as rows go."""
    left = MAX_ROWS
    for unit in book.units:
        rows = len(list_open(book, unit.id))
        if 0 < rows <= left:
            left -= rows
            lay_out = partial(make_status_sheet, book, unit.id)
            yield Paper(f"{unit.url}report/", STATUS, None, lay_out, ("xlsx",))


def list_briefs(ledger: Ledger, site_url: str) -> Iterator[Paper]:
    """List the papers for meetings of leaders and units, of units that ended last, up to a limit."""
    book = ledger.book
    units = sorted(book.units, key=lambda unit: bool(unit.ended))
    whose: list[Person | Unit] = [
        *(person for person in book.people if book.tasks_directed_by.get(person.id)),
        *(unit for unit in units if book.tasks_led_or_supported_by.get(unit.id)),
    ]
    for each in whose[:MAX_BRIEFS]:
        yield Paper(
            each.url, BRIEF, None, partial(_lay_out_brief, ledger, each, site_url), ("pdf", "docx")
        )


def _lay_out_brief(ledger: Ledger, whose: Person | Unit, site_url: str) -> Form:
    brief = brief_unit(ledger, whose) if isinstance(whose, Unit) else brief_person(ledger, whose)
    return make_brief(brief, site_url)


def print_papers(papers: Iterable[Paper], keep: Keep) -> Iterator[Callable[[], Files]]:
    """List what makes the files of papers; `keep` writes a file, or knows one made of the same."""
    for paper in papers:
        yield partial(print_paper, paper, keep)


def print_paper(paper: Paper, keep: Keep) -> Files:
    """Yield a paper in each of its formats."""
    form = paper.lay_out()
    for to in paper.formats:
        yield from keep(paper.path(to), render_paper, form, to)


def name_papers(papers: Iterable[Paper]) -> dict[str, dict[str, str | None]]:
    """Tell for each page the names of its papers, and whose each is where they are of several."""
    named: dict[str, dict[str, str | None]] = {}
    for paper in papers:
        named.setdefault(paper.address, {})[paper.name] = paper.body
    return named


def render_paper(form: Form | StatusSheet, to: str) -> bytes:
    """Write a paper in one of its formats."""
    # The libraries of Word and PDF take long to import and wait until they are used.
    if isinstance(form, StatusSheet):
        return render_status_sheet(form)
    match to:
        case "docx":
            from planbook.papers.word import render_docx as render
        case "xlsx":
            from planbook.papers.excel import render_xlsx as render
        case _:
            from planbook.papers.pdf import render_pdf as render
    return render(form)

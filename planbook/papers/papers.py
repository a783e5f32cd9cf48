"""Choose which lists are offered to print beside which pages, and render them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from planbook.model import Book
from planbook.papers.form import Form, bodies_of_month, make_form, tasks_of_month

NAME = "phu-luc"  # of the files beside a page, without the ending of their format
MAX_ROWS = 1_500
PAPER_FORMATS = ("pdf", "docx", "xlsx")  # what takes longest comes first


@dataclass(frozen=True, slots=True)
class Paper:
    """A list that is offered to print beside a page; its form decides every byte of its files."""

    address: str  # of the page
    name: str  # of the files, without the ending of their format
    body: str | None  # short name, where the page offers papers of several organisations
    form: Form

    def path(self, to: str) -> str:
        """Name the file in one of PAPER_FORMATS."""
        return f"{self.address}{self.name}.{to}"


def list_papers(book: Book) -> Iterator[Paper]:
    """List the papers that are offered: of months and plans the newest first, then of units.

    Word and PDF take some milliseconds a row, so the rows of all papers have a limit; whatever is
    left out can still be exported.
    """
    left = MAX_ROWS
    for rows, address, name, body, make in _list_offers(book):
        if 0 < rows <= left:
            left -= rows
            yield Paper(address, name, body, make())


def _list_offers(
    book: Book,
) -> Iterator[tuple[int, str, str, str | None, Callable[[], Form]]]:
    """List what could be offered: rows, address, name, organisation, and what makes its form."""
    for month in sorted(book.tasks_due_in, reverse=True):
        whose = bodies_of_month(book, month)
        for at, bodies in enumerate(whose):
            rows = sum(map(len, tasks_of_month(book, month, bodies)))
            name = f"{NAME}-{bodies[0]}" if at else NAME
            body = book.body[bodies[0]].short if len(whose) > 1 else None
            make = partial(make_form, book, month, bodies[0])
            yield rows, f"months/{month}/", name, body, make
    for plan in sorted(book.plans, key=lambda plan: plan.year, reverse=True):
        rows = len(book.tasks_of.get(plan.slug, ()))
        yield rows, plan.url, NAME, None, partial(make_form, book, plan.slug)
    for unit in book.units:
        rows = len(book.tasks_led_or_supported_by.get(unit.id, ()))
        yield rows, unit.url, NAME, None, partial(make_form, book, unit.id)


def name_papers(papers: Iterable[Paper]) -> dict[str, dict[str, str | None]]:
    """Tell for each page the names of its papers, and whose each is where they are of several."""
    named: dict[str, dict[str, str | None]] = {}
    for paper in papers:
        named.setdefault(paper.address, {})[paper.name] = paper.body
    return named


def render_paper(form: Form, to: str) -> bytes:
    """Write a form in one of PAPER_FORMATS."""
    # The libraries of Word and PDF take long to import and wait until they are used.
    match to:
        case "docx":
            from planbook.papers.word import render_docx as render
        case "xlsx":
            from planbook.papers.excel import render_xlsx as render
        case _:
            from planbook.papers.pdf import render_pdf as render
    return render(form)

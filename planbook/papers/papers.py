"""Export a plan, a unit or a month as an appendix that can be printed, signed and sent."""

from collections import Counter
from collections.abc import Iterator

from planbook.model import Book
from planbook.papers.form import MONTH, Form, make_form

NAME = "phu-luc"  # beside the page, with the ending of each format
MAX_ROWS = 1_500
PAPER_FORMATS = ("pdf", "docx", "xlsx")  # what takes longest comes first


def export_appendix(book: Book, selection: str, to: str) -> bytes:
    """Write the appendix of a plan's slug, a unit's id or a month YYYY-MM in one of PAPER_FORMATS.

    Raises OfficeError for a selection that the book does not have.
    """
    return _render(make_form(book, selection), to)


def _render(form: Form, to: str) -> bytes:
    """Write a form; the libraries of Word and PDF take long to import and wait until they are used."""
    match to:
        case "docx":
            from planbook.papers.word import render_docx as render
        case "xlsx":
            from planbook.papers.excel import render_xlsx as render
        case "pdf":
            from planbook.papers.pdf import render_pdf as render
    return render(form)


def choose_papers(book: Book) -> dict[str, str]:
    """Choose the lists that are offered on paper: {address: selection}, the newest first.

    Word and PDF take some milliseconds a row, so the rows of all papers have a limit; whatever is
    older can still be exported.
    """
    sizes: Counter[str] = Counter()
    for task in book.tasks:
        sizes.update({task.plan, *task.lead, *task.support, *task.months})
    months = sorted((each for each in sizes if MONTH.fullmatch(each)), reverse=True)
    plans = sorted(book.plans, key=lambda plan: plan.year or "", reverse=True)
    lists = [
        *((f"months/{month}/", month) for month in months),
        *((plan.url, plan.slug) for plan in plans),
        *((unit.url, unit.id) for unit in book.units),
    ]
    chosen, rows = {}, 0
    for address, selection in lists:
        if sizes[selection] and rows + sizes[selection] <= MAX_ROWS:
            chosen[address] = selection
            rows += sizes[selection]
    return chosen


def render_paper(address: str, to: str, form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield a form in one format, beside the page at an address."""
    yield f"{address}{NAME}.{to}", _render(form, to)

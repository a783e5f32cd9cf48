"""Export a plan, a unit or a month as an appendix that can be printed, signed and sent."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from planbook.office.appendix_form import Form, make_form
from planbook.book.model import Book

NAME = "phu-luc"  # beside the page, with the ending of each format
MAX_ROWS = 1_500
FORMATS = ("docx", "xlsx", "pdf")


def export_appendix(book: Book, selection: str, to: str) -> bytes:
    """Write the appendix of a plan's slug, a unit's id or a month YYYY-MM in one of FORMATS.

    Raises OfficeError for a selection that the book does not have.
    """
    return _render(make_form(book, selection), to)


def _render(form: Form, to: str) -> bytes:
    """Write a form; the libraries of Word and PDF take long to import and wait until they are used."""
    match to:
        case "docx":
            from planbook.office.appendix_docx import render_docx as render
        case "xlsx":
            from planbook.office.appendix_xlsx import render_xlsx as render
        case "pdf":
            from planbook.office.appendix_pdf import render_pdf as render
    return render(form)


def choose_papers(book: Book) -> dict[str, str]:
    """Choose the lists that are offered on paper: {address: selection}, the newest first.

    Word and PDF take some milliseconds a row, so the rows of all papers have a limit; whatever is
    older can still be exported.
    """
    sizes: Counter[str] = Counter()
    for task in book.tasks:
        sizes.update({task.plan, *task.lead, *task.support, *task.months})
    months = sorted((each for each in sizes if each[:4].isdigit()), reverse=True)
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


def export_appendices(
    book: Book, papers: Mapping[str, str], cache: Path
) -> Iterator[tuple[str, bytes]]:
    """Yield the appendices that lie beside the pages; what has not changed comes from the cache."""
    code = _digest_code()
    kept = set()
    for address, selection in papers.items():
        form = make_form(book, selection)
        for to in FORMATS:
            key = hashlib.sha256(code + f"{to} {form!r}".encode()).hexdigest()
            place = cache / "appendices" / key
            kept.add(place)
            content = _read(place)
            if content is None:
                content = _render(form, to)
                _keep(place, content)
            yield f"{address}{NAME}.{to}", content
    for place in (cache / "appendices").glob("*"):
        if place not in kept:
            place.unlink(missing_ok=True)


def _digest_code() -> bytes:
    code = sorted(Path(__file__).parent.glob("appendix*.py"))
    return hashlib.sha256(b"".join(place.read_bytes() for place in code)).digest()


def _read(place: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return place.read_bytes()
    return None


def _keep(place: Path, content: bytes) -> None:
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        part.write_bytes(content)
        part.replace(place)

"""Export a plan, a unit or a month as an appendix that can be printed, signed and sent."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from planbook.office.appendix_form import Form, make_form
from planbook.book.model import Book
from planbook.office.files import OfficeError

NAME = "phu-luc"  # beside the page, with the ending of each format
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


def export_appendices(book: Book, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the appendices that lie beside the pages of plans, units and months.

    One that has not changed is taken from the cache, for a PDF takes a tenth of a second.
    """
    months = sorted({month for task in book.tasks for month in task.months})
    pages = [
        *((plan.slug, plan.url) for plan in book.plans),
        *((unit.id, unit.url) for unit in book.units),
        *((month, f"months/{month}/") for month in months),
    ]
    code = _digest_code()
    kept = set()
    for selection, url in pages:
        try:
            form = make_form(book, selection)
        except OfficeError:
            continue  # nothing to print
        for to in FORMATS:
            key = hashlib.sha256(code + f"{to} {form!r}".encode()).hexdigest()
            place = cache / "appendices" / key
            kept.add(place)
            content = _read(place)
            if content is None:
                content = _render(form, to)
                _keep(place, content)
            yield f"{url}{NAME}.{to}", content
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

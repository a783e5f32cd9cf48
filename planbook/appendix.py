"""Export a plan, a unit or a month as an appendix that can be printed, signed and sent."""

from planbook.appendix_docx import render_docx
from planbook.appendix_form import make_form
from planbook.appendix_pdf import render_pdf
from planbook.appendix_xlsx import render_xlsx
from planbook.model import Book

FORMATS = {"docx": render_docx, "xlsx": render_xlsx, "pdf": render_pdf}


def export_appendix(book: Book, selection: str, to: str) -> bytes:
    """Write the appendix of a plan's slug, a unit's id or a month YYYY-MM in one of FORMATS.

    Raises OfficeError for a selection that the book does not have.
    """
    return FORMATS[to](make_form(book, selection))

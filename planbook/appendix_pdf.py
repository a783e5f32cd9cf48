"""Turn the words of an appendix into a PDF, with fonts of our own: the same bytes everywhere."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    HRFlowable,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from planbook.appendix_form import MARGINS, MOTTO, NATION, PAGE, SIZE, Form, Heading

# Liberation Serif has the measures of Times New Roman, all Vietnamese letters and a free licence.
_FONT = "LiberationSerif"
_FONTS = Path(__file__).parent / "fonts"
_FACES = (("", "Regular"), ("-Bold", "Bold"), ("-Italic", "Italic"), ("-BoldItalic", "BoldItalic"))
_ROOM = (PAGE[0] - MARGINS[1] - MARGINS[3]) * mm


def render_pdf(form: Form) -> bytes:
    """Write the appendix as A4 landscape, the headings of the table on every page."""
    _register_fonts()
    file = BytesIO()
    top, right, bottom, left = (each * mm for each in MARGINS)
    document = SimpleDocTemplate(
        file,
        pagesize=(PAGE[0] * mm, PAGE[1] * mm),
        topMargin=top,
        rightMargin=right,
        bottomMargin=bottom,
        leftMargin=left,
        title=form.title,
        author=form.issuer,
        lang="vi-VN",
        invariant=1,
    )
    flow = [*_head(form), _table(form), *_end(form)]
    document.build(flow, onLaterPages=_number_page)
    return file.getvalue()


@cache
def _register_fonts() -> None:
    for suffix, face in _FACES:
        pdfmetrics.registerFont(TTFont(f"{_FONT}{suffix}", _FONTS / f"LiberationSerif-{face}.ttf"))


@cache
def _style(face: str = "", size: float = SIZE, align: int = TA_CENTER) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}{size}{align}",
        fontName=f"{_FONT}{face}",
        fontSize=size,
        leading=size * 1.2,
        alignment=align,
    )


def _words(text: str, *look: Any) -> Paragraph:
    return Paragraph(escape(text), _style(*look))


def _number_page(canvas: Any, document: Any) -> None:
    """Print the page number in the middle of the top margin; the first page has none."""
    canvas.setFont(_FONT, SIZE)
    canvas.drawCentredString(PAGE[0] * mm / 2, (PAGE[1] - 12) * mm, str(document.page))


def _rule(width: float) -> HRFlowable:
    return HRFlowable(width=width * mm, thickness=0.6, color=black, spaceBefore=2, spaceAfter=3)


def _head(form: Form) -> Iterator[Any]:
    issuer = [
        *([_words(form.parent)] if form.parent else []),
        _words(form.issuer, "-Bold"),
        _rule(30),
        _words(form.number),
    ]
    nation = [
        _words(NATION, "-Bold"),
        _words(MOTTO, "-Bold", SIZE + 1),
        _rule(62),
        _words(form.date, "-Italic", SIZE + 1),
    ]
    yield _side_by_side(issuer, nation, 0.42)
    yield Spacer(0, 12)
    yield _words(form.label, "-Bold", SIZE + 1)
    yield _words(form.title, "-Bold", SIZE + 1)
    if form.attached:
        yield _words(form.attached, "-Italic", SIZE + 1)
    yield _rule(40)
    yield Spacer(0, 8)


def _end(form: Form) -> Iterator[Any]:
    received = [_words("Nơi nhận:", "-BoldItalic", 12, TA_LEFT)]
    received += [_words(f"- {each}", "", 11, TA_LEFT) for each in form.recipients or ("…",)]
    signed = [_words(each, "-Bold", SIZE + 1) for each in form.office]
    signed += [Spacer(0, 60), _words(form.signer, "-Bold", SIZE + 1)]
    yield Spacer(0, 14)
    yield KeepTogether(_side_by_side(received, signed, 0.55))


def _side_by_side(left: list[Any], right: list[Any], share: float) -> Table:
    table = Table([[left, right]], colWidths=[_ROOM * share, _ROOM * (1 - share)])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    return table


def _table(form: Form) -> LongTable:
    """Lay out the table; a row that is higher than a page goes on upon the next."""
    rows = [[_words(column.label, "-Bold") for column in form.columns]]
    looks = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    aligns = [TA_CENTER if column.name == "number" else TA_LEFT for column in form.columns]
    for at, row in enumerate(form.rows, 1):
        if isinstance(row, Heading):
            rows.append([_words(row.text, "-Bold", SIZE, TA_LEFT), *[""] * (len(form.columns) - 1)])
            looks += [("SPAN", (0, at), (-1, at)), ("NOSPLIT", (0, at), (-1, at + 1))]
            continue
        parts = zip(row.cells, aligns, strict=True)
        rows.append([_words(text, "", SIZE, align) if text else "" for text, align in parts])
    widths = [column.width * mm for column in form.columns]
    return LongTable(rows, colWidths=widths, repeatRows=1, splitInRow=1, style=looks)

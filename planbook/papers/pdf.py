"""Turn the words of a paper into a PDF, with fonts of our own: the same bytes everywhere.

It tells its title and its language; tagged it is not, for ReportLab writes no tags: who cannot see
it takes the Word file or the page, whose headings and tables are marked as such.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    HRFlowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)
from reportlab.platypus.doctemplate import LayoutError

from planbook.papers.fonts import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    REGULAR,
    break_lines,
    register_fonts,
)
from planbook.papers.form import (
    HEAD_SIZE,
    LINE,
    MOTTO,
    MOTTO_SIZE,
    NATION,
    PADDING,
    SIZE,
    TITLE_SIZE,
    Form,
    Heading,
)

rl_config.useA85 = 0  # or every stream is written as letters, a quarter longer

_PAD = PADDING / 2 * mm
_HEADING = (("SPAN",), ("ALIGN", "LEFT"), ("FONT", BOLD))


def render_pdf(form: Form) -> bytes:
    """Write a paper, the headings of its table on every page."""
    register_fonts()
    try:
        return _build(form, part_rows=False)
    except LayoutError:  # a row that no page is high enough for
        return _build(form, part_rows=True)


def _build(form: Form, part_rows: bool) -> bytes:
    file = BytesIO()
    top, right, bottom, left = (each * mm for each in form.margins)
    document = SimpleDocTemplate(
        file,
        pagesize=(form.page[0] * mm, form.page[1] * mm),
        topMargin=top,
        rightMargin=right,
        bottomMargin=bottom,
        leftMargin=left,
        title=form.title,
        author=form.issuer,
        lang="vi-VN",
        invariant=1,
    )
    flow = [*_head(form, part_rows), _table(form, part_rows)]
    if form.signed and part_rows:
        flow.append(_end(form, part_rows))

    def mark(canvas: Any, document: Any) -> None:
        """Print the number of a page in the middle of its top margin, but of the first, and the source."""
        middle = form.page[0] * mm / 2
        if document.page > 1:
            canvas.setFont(REGULAR, SIZE)
            canvas.drawCentredString(middle, (form.page[1] - 12) * mm, str(document.page))
        if form.source:
            canvas.setFont(REGULAR, 8)
            canvas.drawCentredString(middle, bottom - 6 * mm, form.source)

    document.build(flow, onFirstPage=mark, onLaterPages=mark)
    return file.getvalue()


@cache
def _style(font: str = REGULAR, size: float = SIZE, align: int = TA_CENTER) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}{size}{align}", fontName=font, fontSize=size, leading=size * LINE, alignment=align
    )


def _words(text: str, *look: Any) -> Paragraph:
    return Paragraph(escape(text), _style(*look))


def _rule(width: float) -> HRFlowable:
    return HRFlowable(width=width * mm, thickness=0.6, color=black, spaceBefore=3, spaceAfter=3)


def _head(form: Form, part_rows: bool) -> Iterator[Any]:
    issuer = [
        *([_words(form.parent, REGULAR, HEAD_SIZE)] if form.parent else []),
        _words(form.issuer, BOLD, HEAD_SIZE),
        _rule(30),
        *([_words(form.number)] if form.number else []),
    ]
    nation = [
        _words(NATION, BOLD, HEAD_SIZE),
        _words(MOTTO, BOLD, MOTTO_SIZE),
        _rule(58),
        _words(form.date, ITALIC, MOTTO_SIZE),
    ]
    yield _side_by_side(form, issuer, nation, form.left_share, part_rows)
    yield Spacer(0, 8)
    yield _words(form.label, BOLD, TITLE_SIZE)
    yield _words(form.title, BOLD, TITLE_SIZE)
    if form.attached:
        yield _words(form.attached, ITALIC, TITLE_SIZE)
    yield _rule(40)
    yield Spacer(0, 6)


def _end(form: Form, part_rows: bool) -> Table:
    received = [_words("Nơi nhận:", BOLD_ITALIC, 12, TA_LEFT)]
    received += [_words(f"- {each}", REGULAR, 11, TA_LEFT) for each in form.recipients or ("…",)]
    signed = [_words(each, BOLD, TITLE_SIZE) for each in form.office or ("…………………",)]
    signed += [Spacer(0, 60), _words(form.signer, BOLD, TITLE_SIZE)]
    return _side_by_side(form, received, signed, 0.55, part_rows)


def _side_by_side(
    form: Form, left: list[Any], right: list[Any], share: float, part_rows: bool
) -> Table:
    room = form.room * mm
    widths = [room * share, room * (1 - share)]
    table = Table([[left, right]], colWidths=widths, splitInRow=part_rows)
    everywhere = ((0, 0), (-1, -1))
    table.setStyle([("VALIGN", *everywhere, "TOP"), ("ALIGN", *everywhere, "CENTER")])
    return table


def _table(form: Form, part_rows: bool) -> LongTable:
    """Lay out the table; rows are kept whole, or parted where a page ends.

    Whole, the last of them carries the signature along, so that none stands alone on a page.
    """
    size, blank = form.table_size, [""] * (len(form.columns) - 1)

    def lay(text: str, width: float, font: str = REGULAR) -> str:
        """Break a text into the lines of a cell; a paragraph for each would take three times as long."""
        return "\n".join(break_lines(text, width - PADDING, size, font))

    rows: list[list[Any]] = [[lay(each.label, each.width, BOLD) for each in form.columns]]
    everywhere = (0, 0), (-1, -1)
    looks: list[Any] = [
        ("GRID", (0, 0), (-1, len(form.rows)), 0.5, black),
        ("VALIGN", *everywhere, "TOP"),
        ("LEFTPADDING", *everywhere, _PAD),
        ("RIGHTPADDING", *everywhere, _PAD),
        ("TOPPADDING", *everywhere, 2),
        ("FONT", *everywhere, REGULAR, size, size * LINE),
        ("FONT", (0, 0), (-1, 0), BOLD),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
    ]
    looks += [
        ("ALIGN", (at, 1), (at, -1), "CENTER")
        for at, column in enumerate(form.columns)
        if column.name == "number"
    ]
    for at, row in enumerate(form.rows, 1):
        if isinstance(row, Heading):
            rows.append([lay(row.text, form.room, BOLD), *blank])
            looks += [(name, (0, at), (-1, at), *how) for name, *how in _HEADING]
            if not part_rows:  # else a heading could never stand before a row of several pages
                looks.append(("NOSPLIT", (0, at), (-1, at + 1)))
            continue
        parts = zip(row.cells, form.columns, strict=True)
        rows.append([lay(text, column.width) for text, column in parts])
    if form.signed and not part_rows:
        at = len(rows)
        rows.append([_end(form, part_rows), *blank])
        looks += [
            ("SPAN", (0, at), (-1, at)),
            ("LEFTPADDING", (0, at), (-1, at), 0),
            ("RIGHTPADDING", (0, at), (-1, at), 0),
            ("TOPPADDING", (0, at), (-1, at), 14),
            ("NOSPLIT", (0, at - 1), (-1, at)),
        ]
    widths = [column.width * mm for column in form.columns]
    return LongTable(rows, colWidths=widths, repeatRows=1, splitInRow=part_rows, style=looks)

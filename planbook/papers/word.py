"""Turn the words of a paper into a Word document; the same words give the same bytes."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from planbook.model import drop_forbidden
from planbook.papers.form import (
    FIXED_DATE,
    FONT,
    HEAD_SIZE,
    MOTTO,
    MOTTO_SIZE,
    NATION,
    PADDING,
    SIZE,
    TITLE_SIZE,
    Form,
    Heading,
    Line,
)

_CENTER, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_CENTERED = ("number",)
_STYLES = ("Header", "HeaderChar", "Footer", "FooterChar")
_OF_THEME = tuple(map(qn, ("w:rFonts", "w:themeFontLang", "w:clrSchemeMapping")))
_UNUSED = (
    RT.CUSTOM_XML, RT.FONT_TABLE, RT.NUMBERING, RT.THEME, RT.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)  # fmt: skip
_TWIPS = 56.6929  # in a millimetre
_MOTTO_RULE, _ISSUER_RULE, _TITLE_RULE = 58, 30, 40  # millimetres, of the lines under them
_MOST_PROPERTY = 255  # characters that Word keeps of a property


def render_docx(form: Form) -> bytes:
    """Write a paper with the head, the table and the signature block."""
    document = docx.Document(BytesIO(_blank()))
    _set_up(document, form)
    _write_head(document, form)
    document.element.body.insert(-1, parse_xml(_table_xml(form)))
    if form.signed:
        _write_end(document, form)
    else:
        _write(document, "", size=1)  # a document may not end with a table
    file = BytesIO()
    document.save(file)
    return fix_dates(file.getvalue())


def fix_dates(package: bytes) -> bytes:
    """Write an office package anew with its parts in order, none of them dated by the clock."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIXED_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return file.getvalue()


@cache
def _blank() -> bytes:
    """Make an empty document: what python-docx begins with, without the 800 KB that no paper uses."""
    document = docx.Document()
    package, part = document.part.package, document.part
    for owner, unused in ((package, (RT.THUMBNAIL,)), (part, _UNUSED)):
        for key in [key for key, each in owner.rels.items() if each.reltype in unused]:
            del owner.rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if not style.get(qn("w:default")) and style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)
    for each in (*styles.iter(qn("w:rFonts")), *document.settings.element):
        if each.tag in _OF_THEME:
            each.getparent().remove(each)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    fonts = normal.element.rPr.rFonts
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    normal.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="vi-VN"/>'))
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, form: Form) -> None:
    """Set the page, the page number and what the file tells of itself."""
    section = document.sections[0]
    wide = form.page[0] > form.page[1]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, form.page)
    top, right, bottom, left = map(Mm, form.margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = _CENTER
    header._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r/></w:fldSimple>'))
    for footer in (section.footer, section.first_page_footer) if form.source else ():
        footer.paragraphs[0].alignment = _CENTER
        footer.paragraphs[0].add_run(drop_forbidden(form.source)).font.size = Pt(8)
    properties = document.core_properties
    properties.title = form.title[:_MOST_PROPERTY]
    properties.author = form.issuer[:_MOST_PROPERTY]
    properties.language = "vi-VN"
    properties.comments = ""
    properties.created = properties.modified = dt.datetime(*FIXED_DATE)


# ---- the head and the end ------------------------------------------------------------------------


def _write_head(document: Any, form: Form) -> None:
    issuer, nation = _two_columns(document, form.room, form.left_share)
    if form.parent:
        _write(issuer, form.parent, size=HEAD_SIZE)
    _write(issuer, form.issuer, bold=True, size=HEAD_SIZE, rule=_ISSUER_RULE)
    if form.number:
        _write(issuer, form.number)
    _write(nation, NATION, bold=True, size=HEAD_SIZE)
    _write(nation, MOTTO, bold=True, size=MOTTO_SIZE, rule=_MOTTO_RULE)
    _write(nation, form.date, italic=True, size=MOTTO_SIZE)
    _write(document, "")
    _write(document, form.label, bold=True, size=TITLE_SIZE)
    _write(document, form.title, bold=True, size=TITLE_SIZE)
    _write(document, form.attached, italic=True, size=TITLE_SIZE, rule=_TITLE_RULE)
    _write(document, "")


def _write_end(document: Any, form: Form) -> None:
    _write(document, "").paragraph_format.keep_with_next = True
    recipients, signature = _two_columns(document, form.room, 0.55)
    _write(recipients, "Nơi nhận:", bold=True, italic=True, size=12, align=_LEFT)
    for each in form.recipients or ("…",):
        _write(recipients, f"- {each}", size=11, align=_LEFT)
    for each in form.office or ("…………………",):
        _write(signature, each, bold=True, size=TITLE_SIZE)
    for _ in range(4):
        _write(signature, "")
    _write(signature, form.signer, bold=True, size=TITLE_SIZE)


def _two_columns(document: Any, room: float, share: float) -> tuple[Any, Any]:
    """Put two cells without borders side by side, the first so wide."""
    table = document.add_table(rows=1, cols=2)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    left, right = table.rows[0].cells
    left.width, right.width = Mm(room * share), Mm(room * (1 - share))
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)
    return left, right


def _write(
    place: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = SIZE,
    align: Any = _CENTER,
    rule: int = 0,
) -> Any:
    """Add a paragraph, with a line of so many millimetres under it, and give it."""
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(drop_forbidden(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if rule and text:
        width = (place.width if hasattr(place, "width") else place._block_width).mm
        line = place.add_paragraph()
        border = '<w:top w:val="single" w:sz="6" w:space="1"/>'
        properties = line._p.get_or_add_pPr()  # whose parts have an order: borders come first
        properties.append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))
        look = line.paragraph_format
        look.left_indent = look.right_indent = Mm((width - rule) / 2)
        look.space_before, look.line_spacing = Pt(3), Pt(5)
    return paragraph


# ---- the table -----------------------------------------------------------------------------------
# Written as XML at once: built cell by cell it takes a hundred times as long.


def _table_xml(form: Form) -> str:
    widths = [round(column.width * _TWIPS) for column in form.columns]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    beside = round(PADDING / 2 * _TWIPS)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", beside), ("bottom", 40), ("right", beside))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows_xml(form, widths))}</w:tbl>"
    )


def _rows_xml(form: Form, widths: list[int]) -> Iterator[str]:
    size = form.table_size
    titles = (
        _cell_xml(column.label, width, "center", size, bold=True)
        for column, width in zip(form.columns, widths, strict=True)
    )
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(titles)}</w:tr>"
    aligns = ["center" if column.name in _CENTERED else "left" for column in form.columns]
    last = len(form.rows) - 1 if form.signed else None  # stands with the signature
    for at, row in enumerate(form.rows):
        match row:
            case Heading(text):
                cells = _cell_xml(
                    text, sum(widths), "left", size, bold=True, span=len(widths), keep=True
                )
            case Line(texts):
                parts = zip(texts, widths, aligns, strict=True)
                cells = "".join(
                    _cell_xml(text, width, align, size, keep=at == last)
                    for text, width, align in parts
                )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell_xml(
    text: str,
    width: int,
    align: str,
    size: float,
    *,
    bold: bool = False,
    span: int = 1,
    keep: bool = False,
) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    kept = "<w:keepNext/>" if keep else ""
    weight = "<w:b/>" if bold else ""
    look = f'<w:rPr>{weight}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    said = escape(drop_forbidden(text))
    run = f'<w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r>' if said else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>'
        f'<w:p><w:pPr>{kept}<w:jc w:val="{align}"/></w:pPr>{run}</w:p></w:tc>'
    )

"""Turn the words of a paper into a Word document; the same words give the same bytes.

python-docx makes the blank of each kind of page, once; the words are put into it as XML, for built
object by object a paper takes six times as long.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
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

_CENTERED = ("number",)
_STYLES = ("Header", "HeaderChar", "Footer", "FooterChar")
_OF_THEME = tuple(map(qn, ("w:rFonts", "w:themeFontLang", "w:clrSchemeMapping")))
_UNUSED = (
    RT.CUSTOM_XML, RT.FONT_TABLE, RT.NUMBERING, RT.THEME, RT.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)  # fmt: skip
_TWIPS = 56.6929  # in a millimetre
_MOTTO_RULE, _ISSUER_RULE, _TITLE_RULE = 58, 30, 40  # millimetres, of the lines under them
_RECEIVED_SHARE = 0.55  # of the width, as near as columns end there, beside who signs
_DOTS = "…………………"  # where nobody is named
_MOST_PROPERTY = 255  # characters that Word keeps of a property
_TITLE, _ISSUER, _SOURCE = "{title}", "{issuer}", "{source}"  # what a blank has in place of words
_WORDS = re.compile("|".join(map(re.escape, (_TITLE, _ISSUER, _SOURCE))))
_BODY = "word/document.xml"
_BORDERLESS = (
    "<w:tcBorders>"
    + "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    + "</w:tcBorders>"
)


def render_docx(form: Form) -> bytes:
    """Write a paper with the head, the table and the signature block."""
    words = {
        _TITLE: form.title[:_MOST_PROPERTY],
        _ISSUER: form.issuer[:_MOST_PROPERTY],
        _SOURCE: form.source,
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, blank in _make_blank(form.page, form.margins, bool(form.source)).items():
            if name == _BODY:
                above, section, below = blank.partition("<w:sectPr")
                part = "".join((above, *_body(form), section, below))
            else:
                part = _WORDS.sub(lambda found: _escape(words[found[0]]), blank)
            package.writestr(zipfile.ZipInfo(name, FIXED_DATE), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _escape(text: str) -> str:
    return escape(drop_forbidden(text))


# ---- the blank -----------------------------------------------------------------------------------


@cache
def _make_blank(
    page: tuple[float, float], margins: tuple[float, float, float, float], sourced: bool
) -> Mapping[str, str]:
    """Make the parts of a document without words: its styles, page, page number and properties.

    It begins as python-docx does, without the 800 KB that no paper uses.
    """
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
    section = document.sections[0]
    wide = page[0] > page[1]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, page)
    top, right, bottom, left = map(Mm, margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r/></w:fldSimple>'))
    for footer in (section.footer, section.first_page_footer) if sourced else ():
        footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.paragraphs[0].add_run(_SOURCE).font.size = Pt(8)
    properties = document.core_properties
    properties.title, properties.author = _TITLE, _ISSUER
    properties.language = "vi-VN"
    properties.comments = ""
    properties.created = properties.modified = dt.datetime(*FIXED_DATE)
    file = BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as made:
        return {name: made.read(name).decode() for name in made.namelist()}


# ---- the body ------------------------------------------------------------------------------------


def _body(form: Form) -> Iterator[str]:
    yield from _head(form)
    yield _table(form)
    yield _AFTER


def _head(form: Form) -> Iterator[str]:
    room, share = form.room, form.left_share
    issuer = [
        _paragraph(form.parent, size=HEAD_SIZE) if form.parent else "",
        _paragraph(form.issuer, "b", HEAD_SIZE),
        _rule(room * share, _ISSUER_RULE),
        _paragraph(form.number) if form.number else "",
    ]
    nation = [
        _paragraph(NATION, "b", HEAD_SIZE),
        _paragraph(MOTTO, "b", MOTTO_SIZE),
        _rule(room * (1 - share), _MOTTO_RULE),
        _paragraph(form.date, "i", MOTTO_SIZE),
    ]
    yield _side_by_side(room, share, issuer, nation)
    yield _paragraph("")
    yield _paragraph(form.label, "b", TITLE_SIZE)
    yield _paragraph(form.title, "b", TITLE_SIZE)
    yield _paragraph(form.attached, "i", TITLE_SIZE)
    if form.attached:
        yield _rule(room, _TITLE_RULE)
    yield _paragraph("")


def _side_by_side(room: float, share: float, left: list[str], right: list[str]) -> str:
    """Put two cells without borders side by side, the first so wide."""
    widths = [round(room * each * _TWIPS) for each in (share, 1 - share)]
    cells = (_cell("".join(each), width) for each, width in zip((left, right), widths, strict=True))
    return _table_xml("", widths, _row("".join(cells)))


def _end(form: Form, widths: list[int]) -> str:
    """Write who receives and who signs as the last row of the table, without borders.

    Only so does LibreOffice keep them on the page of the last task, as Word does.
    """
    received = [_paragraph("Nơi nhận:", "bi", 12, "left")]
    received += [_paragraph(f"- {each}", "", 11, "left") for each in form.recipients or ("…",)]
    signed = [_paragraph(each, "b", TITLE_SIZE) for each in form.office or (_DOTS,)]
    signed += [*[_paragraph("")] * 4, _paragraph(form.signer, "b", TITLE_SIZE)]
    share = sum(widths) * _RECEIVED_SHARE
    left = min(range(1, len(widths)), key=lambda count: abs(sum(widths[:count]) - share))
    parts = (received, widths[:left]), (signed, widths[left:])
    cells = (
        _cell("".join((_paragraph(""), *each)), sum(under), len(under), _BORDERLESS)
        for each, under in parts
    )
    return _row("".join(cells))


def _table(form: Form) -> str:
    """Write the table; its headings come again on every page."""
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
    look = (
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
    )
    return _table_xml(look, widths, "".join(_rows(form, widths)))


def _rows(form: Form, widths: list[int]) -> Iterator[str]:
    size = form.table_size
    titles = (
        _cell(_paragraph(column.label, "b", size), width)
        for column, width in zip(form.columns, widths, strict=True)
    )
    yield _row("".join(titles), "<w:tblHeader/>")
    aligns = ["center" if column.name in _CENTERED else "left" for column in form.columns]
    last = len(form.rows) - 1 if form.signed else None  # stands with the signature
    for at, row in enumerate(form.rows):
        match row:
            case Heading(text):
                heading = _paragraph(text, "b", size, "left", keep=True)
                cells = _cell(heading, sum(widths), span=len(widths))
            case Line(texts):
                cells = "".join(
                    _cell(_paragraph(text, "", size, align, keep=at == last), width)
                    for text, width, align in zip(texts, widths, aligns, strict=True)
                )
        yield _row(cells)
    if form.signed:
        yield _end(form, widths)


# ---- its elements --------------------------------------------------------------------------------


def _table_xml(look: str, widths: list[int], rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{look}</w:trPr>{cells}</w:tr>"


def _cell(paragraphs: str, width: int, span: int = 1, look: str = "") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{look}</w:tcPr>{paragraphs}</w:tc>'


def _paragraph(
    text: str, look: str = "", size: float = SIZE, align: str = "center", *, keep: bool = False
) -> str:
    """Write a paragraph; `look` has b for bold and i for italic, `keep` holds it to the next."""
    kept = "<w:keepNext/>" if keep else ""
    weight = "".join(f"<w:{each}/>" for each in look)
    font = f'<w:rPr>{weight}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    run = f'<w:r>{font}<w:t xml:space="preserve">{_escape(text)}</w:t></w:r>' if text else ""
    mark = "" if text else font  # an empty line is as high as its end
    return f'<w:p><w:pPr>{kept}<w:jc w:val="{align}"/>{mark}</w:pPr>{run}</w:p>'


def _rule(room: float, width: float) -> str:
    """Draw a line in the middle of the room; both in millimetres."""
    beside = round((room - width) / 2 * _TWIPS)
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1"/></w:pBdr>'
        '<w:spacing w:before="60" w:line="100" w:lineRule="exact"/>'
        f'<w:ind w:left="{beside}" w:right="{beside}"/></w:pPr></w:p>'
    )


# A document may not end with a table; this takes no room, or a full page would have a next.
_AFTER = '<w:p><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr></w:p>'

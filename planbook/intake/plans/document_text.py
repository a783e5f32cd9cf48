"""Write the lines and tables of a document as the Markdown of a plan's page, to the letter.

Numbers stay as printed: headings by them, lists by their dashes; what Markdown would take for a
mark of its own is escaped.
"""

import re
from collections.abc import Iterator, Sequence
from html.entities import html5
from itertools import groupby

from planbook.documents.document import Table
from planbook.intake.plans.document_head import KINDS, DocumentForm, name_kind
from planbook.intake.plans.document_lines import (
    RECIPIENTS,
    Line,
    Piece,
    TaskTable,
    is_appendix,
    opens_item,
)
from planbook.intake.tables.cell_text import clean

SLOT = "<!-- slot: tasks -->"

_MARKS = re.compile(r"([\\`*_\[\]{])")
_NUMBERED = re.compile(r"(\d+)\.(?=\s|$)")
_ENTITY = re.compile(r"&(?=(#?\w+;))")
_DASH = re.compile(r"(?P<mark>[-–—•+])\s*(?=\S)")
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]\s|(?i:chương|phần)\s+(?:[IVX]+|\d+)\b")
_NUMBER = re.compile(r"\d{1,2}(?P<deeper>(?:\.\d{1,2})*)[.)]?\s")
_LONGEST_HEADING = 200  # characters


def write_text(pieces: Sequence[Piece], form: DocumentForm, kinds: Sequence[str]) -> str:
    """Write the text of a plan, with the slot of its tasks where their tables stand, else at the end."""
    blocks = list(_write_blocks(pieces, form, kinds))
    if not any(SLOT in block for _, block in blocks):
        blocks.append(("", SLOT))
    parts = (
        "\n".join(block for _, block in run) if kind == "list" else "\n\n".join(b for _, b in run)
        for kind, run in groupby(blocks, key=lambda each: each[0])
    )
    return "\n\n".join(parts) + "\n"


def _write_blocks(
    pieces: Sequence[Piece], form: DocumentForm, kinds: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Give each block of Markdown, and whether it is an item of a list."""
    slot = False
    nested = False
    appendix = False  # the line above is the label of an appendix
    for at, piece in enumerate(pieces):
        if isinstance(piece, Table):
            yield from (("", each) for each in _write_table(piece))
            continue
        if isinstance(piece, TaskTable):
            if piece.headings and not slot:
                yield "", escape(piece.headings)
            if not slot:
                yield "", SLOT
            slot = True
            continue
        text = piece.text
        if not text:
            continue
        if at == form.kind_at and form.kind:
            yield from (("", each) for each in _write_title(text, form.summary))
        elif form.kind_at < at < form.summary_end and form.kind:
            continue
        elif name_kind(text, (*kinds, *KINDS)) == text.rstrip(" :") or is_appendix(text):
            yield "", f"## {escape(text)}"
        elif at in form.signed or RECIPIENTS.fullmatch(text) or (appendix and text[0] != "("):
            yield "", f"**{escape(text)}**"
        elif dash := _DASH.match(text):
            plus = dash["mark"] == "+"
            indent = "    " if plus and nested else ""
            nested = nested or not plus
            yield "list", f"{indent}- {escape(text[dash.end() :])}"
            appendix = False
            continue
        else:
            yield "", _write_paragraph(text, _text_after(pieces, at))
        nested = False
        appendix = is_appendix(text)


def _write_title(kind: str, summary: str) -> Iterator[str]:
    """Write the kind of a document over its summary, or as one line where it begins this one."""
    joined = summary.startswith(kind)
    yield f"## {escape(summary if joined else kind, heading=True)}"
    if summary and not joined:
        yield f"**{escape(summary)}**"


def _text_after(pieces: Sequence[Piece], at: int) -> str:
    following = next(
        (each for each in pieces[at + 1 :] if not isinstance(each, Line) or each.text), None
    )
    return following.text if isinstance(following, Line) else ""


def _write_paragraph(text: str, below: str) -> str:
    """Write a paragraph, as a heading where its number and what stands below say so."""
    headed = len(text) <= _LONGEST_HEADING and not re.search(r"[.;,]$|\./\.", text)
    if headed and _ROMAN.match(text):
        return f"### {escape(text, heading=True)}"
    number = _NUMBER.match(text)
    if headed and number and opens_item(text) and below and not _is_sibling(text, below):
        depth = 4 + min(number["deeper"].count("."), 2)
        return f"{'#' * depth} {escape(text, heading=True)}"
    return escape(text)


def _is_sibling(text: str, below: str) -> bool:
    """Tell whether the numbers of two paragraphs are of one depth, so that neither heads the other."""
    one, other = _NUMBER.match(text), _NUMBER.match(below)
    return bool(one and other and one["deeper"].count(".") == other["deeper"].count("."))


def escape(text: str, heading: bool = False) -> str:
    """Escape what Markdown would take for a mark of its own."""
    text = _MARKS.sub(r"\\\1", text)
    text = _ENTITY.sub(_escape_entity, text).replace("<", "&lt;")
    text = re.sub(r"#$", r"\\#", text)
    if not heading:
        text = _NUMBERED.sub(r"\1\\.", text, count=1) if _NUMBERED.match(text) else text
        text = f"\\{text}" if re.match(r"[#+!-]", text) else text
        text = f"&gt;{text[1:]}" if text.startswith(">") else text
    return text


def _escape_entity(found: re.Match[str]) -> str:
    """Escape the sign of what HTML knows as a character; KH&CN; is none."""
    return "&amp;" if found[1] in html5 or found[1].startswith("#") else "&"


def _write_table(table: Table) -> Iterator[str]:
    """Write a table; a merged cell stands in its first row and column."""
    ends = [cell.start + cell.width for row in table.rows for cell in row.cells]
    width = max(ends, default=0)
    used: set[int] = set()
    grid = []
    for row in table.rows:
        cells = [""] * width
        for cell in row.cells:
            if not cell.below:
                cells[cell.start] = escape(clean(cell.text), heading=True).replace("|", "\\|")
                used.add(cell.start)
        grid.append(cells)
    kept = sorted(used)
    if not grid or not kept:
        return
    lines = [f"| {' | '.join(cells[at] for at in kept)} |" for cells in grid]
    yield "\n".join([lines[0], f"|{' --- |' * len(kept)}", *lines[1:]])

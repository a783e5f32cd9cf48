"""Part a document that may be a notice into its items, what ends it, and what is no part of it.

Lines of a table whose cells nothing tells apart are no lists; neither is what stands below a signature.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planbook.documents.document import Document, Paragraph, Table
from planbook.intake.prose.item_lists import Item, read_items
from planbook.intake.tables.column_headings import recognise_heading, split_headings
from planbook.vietnamese.alphabet import fold

CLOSES = re.compile(r"(?:tren day la|nay thong bao|noi nhan|van phong so thong bao)(?!\w)")
_SIGNS = re.compile(
    r"(?:(?:tl|kt|tuq|tm) )?(?:\w+ ){0,2}(?:giam doc|chanh van phong|chu tich|truong phong)$"
)
_LONGEST_NAME = 4  # words of a line that names one column
_LONGEST_HEADINGS = 25  # words of a line that names the columns of a table


@dataclass(frozen=True, slots=True)
class NoticeBody:
    """The items of a document up to its last words, and beside them what was parted from them."""

    items: tuple[Item, ...]
    rest: tuple[Item, ...]  # the last words and what follows
    pages: tuple[Item, ...]  # the numbers of pages
    holds_table: bool  # whose columns some lines name


def part_body(document: Document) -> NoticeBody:
    """Part the paragraphs of a document."""
    items = list(read_items(_list_lines(document)))
    pages = tuple(each for each in items if each.kind == "page")
    body, rest = _cut_end([each for each in items if each.kind != "page"])
    return NoticeBody(tuple(body), tuple(rest), pages, _holds_table(body))


def is_text(table: Table) -> bool:
    """Tell whether a table is but the lines of a text that hold tabs."""
    return all(row.place.startswith("dòng ") for row in table.rows)


def _list_lines(document: Document) -> Iterator[Paragraph]:
    """List the paragraphs, and as such the lines of a text that hold tabs: “1.”, tab, words."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif is_text(block):
            for row in block.rows:
                yield Paragraph(" ".join(cell.text for cell in row.cells), row.place)


def _cut_end(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Part the text from its last words: who is told, who signs, what is laid beside."""
    for at, each in enumerate(items):
        signed = each.text.isupper() and _SIGNS.match(fold(each.text))
        if each.text.endswith("./."):
            at += bool(each.kind)  # the last item ends the text itself
        elif each.kind or not (signed or CLOSES.match(fold(each.text))):
            continue
        return items[:at], items[at:]
    return items, []


def _holds_table(items: Sequence[Item]) -> bool:
    """Tell whether lines name the columns of a table, together or one below the other."""
    lines = [line.strip() for each in items for line in each.text.split("\n")]
    alone = {
        found.column
        for line in lines
        if len(line.split()) <= _LONGEST_NAME and (found := recognise_heading(line)) and found.sure
    }
    return {"number", "task"} <= alone or any(map(_names_columns, lines))


def _names_columns(line: str) -> bool:
    """Tell whether a line heads a table: each name of a column begins with a capital."""
    found = split_headings(line) if len(line.split()) <= _LONGEST_HEADINGS else ()
    return bool(found) and all(words[0].isupper() for column, words in found if column)

"""Turn a text, with the table that was pasted into it, into lines and rows of cells.

Tabs part the cells of a row; every other sign is a guess, and none is made here.
"""

import re
from collections.abc import Iterator

from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.documents.files import OfficeFile

_MARKUP = re.compile(r"</?[biu]>|\*\*")


def read_text(file: OfficeFile) -> Document:
    """Read the lines of a text, and as one table those from the first to the last with a tab."""
    text = _MARKUP.sub("", file.text)
    lines = list(_whole_lines(text) if "\t" in text else enumerate(text.split("\n"), 1))
    tabbed = [at for at, (_, line) in enumerate(lines) if "\t" in line]
    start, end = (tabbed[0], tabbed[-1] + 1) if tabbed else (len(lines), len(lines))
    above, below = (
        [Paragraph(line, f"dòng {number}") for number, line in part]
        for part in (lines[:start], lines[end:])
    )
    table = [Table("văn bản dán", tuple(_read_rows(lines[start:end])))] if tabbed else []
    return Document((*above, *table, *below))


def _read_rows(lines: list[tuple[int, str]]) -> Iterator[TableRow]:
    apart = False
    widest = max(line.count("\t") for _, line in lines)
    for number, line in lines:
        cells = [TableCell(_unquote(each), at) for at, each in enumerate(line.split("\t"))]
        if any(cell.text.strip() for cell in cells):
            broken = apart and not line.startswith("\t")
            uneven = len(cells) <= widest
            yield TableRow(f"dòng {number}", tuple(cells), broken, uneven)
            apart = False
        else:
            apart = True


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Join the lines of cells that Excel puts in quotes because they hold line breaks."""
    pending, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            start = number
        pending = f"{pending}\n{line}" if pending else line
        opened = re.search(r'(?:^|\t)"', pending) and pending.count('"') % 2
        if not opened or number - start > 50:
            yield start, pending
            pending = ""
    if pending:
        yield start, pending


def _unquote(cell: str) -> str:
    if "\n" in cell and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell

"""Tell which of the lines over a table are headings of its rows, and whether they begin anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planbook.documents.document import Paragraph, Table, TableRow
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.group_headings import find_headings, is_annex, is_title
from planbook.model import quote

_DEFAULT_SHEET = re.compile(r"(?:sheet|trang[_ ]?tính|bảng[_ ]?tính|table)\s*\d*", re.I)


@dataclass(frozen=True, slots=True)
class HeadingsAbove:
    """The headings over a table, each with its kind where its words do not tell that."""

    headings: tuple[tuple[str, str], ...]
    others: tuple[str, ...]  # lines that are none
    closes: bool  # all headings that were open

    @property
    def doubts(self) -> tuple[str, ...]:
        """Say of each heading where it comes from."""
        return tuple(
            f"tên trang tính {quote(words)} lấy làm đề mục"
            if kind == "sheet"
            else f"đề mục {quote(words)} đứng ngoài bảng"
            for words, kind in self.headings
        )


def find_headings_above(
    table: Table, above: Sequence[Paragraph], rows: Sequence[TableRow], several: bool, begun: bool
) -> HeadingsAbove:
    """Judge the paragraphs above a table, and its own rows above the names of its columns.

    `several` tables of the file list tasks; some were read already where it has `begun`.
    """
    sheet = next((clean(each.text) for each in above if each.place == table.place), "")
    lines = list_lines(above, table)
    cells = (clean(cell.text) for row in rows for cell in row.cells if not cell.below)
    lines += filter(None, cells)
    annex = next((line for line in reversed(lines) if several and is_annex(line)), "")
    named: list[tuple[str, str]] = []
    closes = bool(annex or sheet)
    if annex:
        named.append((annex, "annex"))
        lines[lines.index(annex)] = sheet
    elif sheet and several and not _DEFAULT_SHEET.fullmatch(sheet):
        named.append((sheet, "sheet"))
    elif find_headings([sheet], plain=False):
        lines.insert(0, sheet)
    lines = [line for line in lines if line]
    found = find_headings(lines, plain=several and not sheet and not annex)
    if not (found or annex) and begun and lines and is_title(lines[-1]):
        found, closes = [len(lines) - 1], True
    named += [(lines[at], "") for at in found]
    others = [line for at, line in enumerate(lines) if at not in found]
    return HeadingsAbove(tuple(named), tuple(others), closes)


def list_lines(above: Sequence[Paragraph], table: Table) -> list[str]:
    """List the lines over a table, without the name of its sheet."""
    lines = (clean(each.text) for each in above if each.place != table.place)
    return [line for line in lines if line]


def name_lines(lines: Sequence[str]) -> str:
    """Name lines by the first and the last."""
    if len(lines) == 1:
        return f"dòng {quote(lines[0])}"
    return f"{len(lines)} dòng, từ {quote(lines[0])} đến {quote(lines[-1])},"

"""Turn a text into lines and rows of cells: a CSV file, or a table that was pasted with tabs.

A text is CSV only if its rows have equally many cells; every other sign that might part cells is
a guess, and none is made here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile

from planbook.documents.document import Document, Paragraph, Table, TableCell, TableRow
from planbook.documents.opening.files import OfficeFile
from planbook.documents.opening.packages import MAX_CELLS, MAX_ROWS
from planbook.documents.unreadable import UnreadableError

_MARKUP = re.compile(r"</?[biu]>|\*\*")
_DELIMITERS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu Tab", "|": "dấu sổ đứng"}
_SAYS_SO = re.compile(r'"?sep=([,;\t|])"?[,;\t| ]*\n', re.I)  # for Excel, which hides the line
_BARS = str.maketrans("│┃║", "|||")
# A line that is drawn between rows: it ends a row, and holds no words.
_DRAWN_LINE = re.compile(r"^[ \t]*[+|┌├└╔╠╚┏┣┗╟][-=+:|\u2500-\u257f \t]{2,}$", re.M)
_RULER = re.compile(r"\s*:?-*:?\s*")  # drawn between the head of a table and its rows
_LOOKED_AT = 200_000  # characters by which the sign is told
_LONGEST = 20_000  # characters of a cell in quotes
_MOST_LINES = 50  # of a cell in quotes: more are a quotation mark that nothing closes
_LEAST = 3  # rows, and cells of each, by which a text that is not called CSV is one


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(map(str.strip, self.cells))


def read_text(file: OfficeFile) -> Document:
    """Read a CSV file as one table; of another text the lines, and as a table those with tabs."""
    text = file.text
    if _DRAWN_LINE.search(text):
        text = _DRAWN_LINE.sub("", text.translate(_BARS))
    told = _SAYS_SO.match(text)
    named = file.name.lower().endswith((".csv", ".tsv"))
    if told:
        delimiter = told[1]
    else:
        delimiter = _find_delimiter(text, named) if named or "\t" not in text else ""
    if delimiter:
        return _read_csv(file, text, delimiter, told)
    text = _MARKUP.sub("", text)
    if text.count("\n") > MAX_ROWS:
        raise UnreadableError(f"có hơn {MAX_ROWS} dòng; chỉ giữ phần có bảng rồi nhập lại")
    lines = list(_whole_lines(text) if "\t" in text else enumerate(text.split("\n"), 1))
    tabbed = [at for at, (_, line) in enumerate(lines) if "\t" in line]
    start, end = (tabbed[0], tabbed[-1] + 1) if tabbed else (len(lines), len(lines))
    above, below = (
        [Paragraph(line, f"dòng {number}") for number, line in part]
        for part in (lines[:start], lines[end:])
    )
    table = [Table("văn bản dán", tuple(_read_rows(lines[start:end])))] if tabbed else []
    return Document((*above, *table, *below), origin=file.origin)


# ---- CSV -----------------------------------------------------------------------------------------


def _read_csv(file: OfficeFile, text: str, delimiter: str, told: re.Match[str] | None) -> Document:
    if delimiter == "|":  # a table as Markdown draws it
        text = _MARKUP.sub("", text)
    records = list(_split(text[told.end() :] if told else text, delimiter))
    if told:
        records = [replace(each, line=each.line + 1) for each in records]
    if len(records) > MAX_ROWS or sum(len(each.cells) for each in records) > MAX_CELLS:
        raise UnreadableError(f"có {len(records)} dòng; xóa các dòng trống ở cuối rồi lưu lại")
    table = Table("tệp CSV", tuple(_read_records(records)))
    return Document((table,), origin=f"CSV, {_DELIMITERS[delimiter]}, {file.origin}")


def _find_delimiter(text: str, named: bool) -> str:
    """Find the sign that parts the rows of a text into equally many cells, or nothing."""
    shares = {}
    text = text[:_LOOKED_AT].rpartition("\n")[0] if len(text) > _LOOKED_AT else text
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        records = [each for each in _split(text, delimiter) if not each.blank]
        width, count = _usual_width(records)
        # Rows of one cell are titles of a file that people wrote themselves.
        wide = [each for each in records if len(each.cells) > 1]
        framed = delimiter == "|" and not any(e.cells[0] or e.cells[-1] for e in wide)
        if width < 2 or (not named and not _is_surely_csv(records, width, framed)):
            continue
        shares[delimiter] = (count / len(wide), width)
    best = max(shares, key=lambda each: shares[each], default="")
    return best if best and shares[best][0] >= 0.5 else ""


def _is_surely_csv(records: list[_Record], width: int, framed: bool) -> bool:
    """Tell whether even a text that is not called so must be CSV: prose has commas too.

    A table that is drawn has a frame of bars around its rows, and blanks beside each.
    """
    for _ in ("titles", "what follows"):
        records = list(dropwhile(lambda each: len(each.cells) == 1, records))[::-1]
    if len(records) < _LEAST or width < _LEAST or any(len(e.cells) != width for e in records):
        return False
    return framed or not all(
        cell.startswith(" ") for each in records for cell in each.cells[1:] if cell
    )


def _usual_width(records: list[_Record]) -> tuple[int, int]:
    """Tell how many cells most rows have, of those with more than one, and how many rows these are."""
    widths = Counter(len(each.cells) for each in records if len(each.cells) > 1)
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def _split(text: str, delimiter: str) -> Iterator[_Record]:
    """Split a text at a sign and at line ends, but not within quotes."""
    sign = re.escape(delimiter)
    plain = re.compile(rf"()([^{sign}\n]*)({sign}|\n|\Z)")
    quoted = rf'"((?:[^"]|""){{0,{_LONGEST}}}+)"[ ]*(?={sign}|\n|\Z)'
    field = re.compile(rf"(?:{quoted}|([^{sign}\n]*))({sign}|\n|\Z)")
    at, line, cells = 0, 1, []
    start = line
    while at <= len(text):
        found = field.match(text, at)
        if found is None or (found[1] or "").count("\n") > _MOST_LINES:
            found = plain.match(text, at)
            assert found  # whatever stands there is at least an empty cell
            cells.append(found[2])
        else:
            cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        line += found[0].count("\n")
        at = found.end()
        if found[3] != delimiter:
            if not (found[3] == "" and cells == [""]):
                yield _Record(start, tuple(cells))
            cells, start = [], line
            if found[3] == "":
                return


def _read_records(records: list[_Record]) -> Iterator[TableRow]:
    filled = [each for each in records if not each.blank]
    # A row of headings has no sign within its cells, which the rows below may have unquoted.
    heads = (len(e.cells) for e in filled if sum(map(bool, map(str.strip, e.cells))) >= _LEAST)
    width = next(heads, _usual_width(filled)[0])
    apart = False
    for record in records:
        if record.blank or all(map(_RULER.fullmatch, record.cells)):
            apart = True
            continue
        cells = [TableCell(text, at) for at, text in enumerate(record.cells)]
        shown = len("".join(f"{'x' if text.strip() else ' '}" for text in record.cells).rstrip())
        if shown > width or 1 < len(cells) < width:
            doubt = (
                f"ở hàng có {len(cells)} ô trong khi hàng tên cột có {width}; có thể dấu ngăn ô đứng "
                "trong một ô, nên các ô sau bị lệch"
            )
            cells[0] = replace(cells[0], doubts=(doubt,))
        yield TableRow(f"dòng {record.line}", tuple(cells), apart)
        apart = False


# ---- text pasted with tabs -----------------------------------------------------------------------


def _read_rows(lines: list[tuple[int, str]]) -> Iterator[TableRow]:
    apart = False
    widest = max(line.count("\t") for _, line in lines)
    for number, line in lines:
        cells = [_read_cell(each, at) for at, each in enumerate(line.split("\t"))]
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
        if not opened or number - start > _MOST_LINES:
            yield start, pending
            pending = ""
    if pending:
        yield start, pending


def _read_cell(cell: str, at: int) -> TableCell:
    """Take off the quotes that Excel itself puts around a cell when it saves or copies text."""
    inner = cell[1:-1]
    quoted = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    lone = '"' in inner.replace('""', "")  # of the text itself, which Excel would have doubled
    if not quoted or (lone and "\n" not in cell):
        return TableCell(cell, at)
    shown = inner.replace('""', '"')
    if not lone and ("\n" in cell or '""' in inner):
        return TableCell(shown, at)
    if lone or "," in inner:  # Excel puts quotes around it in a file, not on the clipboard
        return TableCell(shown, at, doubts=("có ngoặc kép ở hai đầu, coi là của Excel nên đã bỏ",))
    return TableCell(cell, at)

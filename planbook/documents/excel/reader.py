"""Turn the sheets of an Excel workbook into rows of cells: what a reader sees, and nothing else.

What the workbook hides (sheets, rows, columns, values whose format or colour shows nothing,
comments) is never taken, and is told with its place.
"""

import datetime as dt
import re
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.functions import fromstring

from planbook.documents.document import (
    COMMENT,
    STRUCK,
    TINY,
    UNSEEN,
    Document,
    LeftOut,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from planbook.documents.excel.dates import write_date
from planbook.documents.excel.number_formats import print_number, print_text
from planbook.documents.opening.files import OfficeFile
from planbook.documents.text.old_codes import OldLetters
from planbook.model import quote

Colour = tuple[int, int, int]
Grid = dict[int, dict[int, TableCell]]  # cells by row and column

_NARROW = 0.5  # characters of a column's width: nothing in a narrower one can be read
_LOW = 2  # points of a row's height, or of a letter's
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_ALIKE = 24  # by how much each part of two colours may differ before an eye tells them apart
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
_CHANGING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\(", re.I)
_DRAWN_TEXT = re.compile(rb"<a:t>[^<]*\S")
_SEPARATED = re.compile(r"\d[.,]\d")
_ONLY_LOOKS = re.compile(
    r'"[^"]*"|[\\\\*_].'
)  # of a format: words, and letters that stand for themselves
_CONDITION = re.compile(r"\[[<>=]")


def read_workbook(file: OfficeFile) -> Document:
    """Read each sheet that is shown as one table, under its title."""
    content = file.content
    book = _load(content, values=True)
    formulas = _load(content, values=False) if _finds(content, "xl/worksheets/", _FORMULA) else None
    theme = _read_theme(book.loaded_theme)
    blocks: list[Paragraph | Table] = []
    left_out = []
    for sheet in book.worksheets:
        place = f"trang tính “{sheet.title}”"
        if sheet.sheet_state != "visible":
            left_out.append(LeftOut("trang tính ẩn", place))
            continue
        written = formulas[sheet.title] if formulas else None
        table = _SheetReader(sheet, place, theme, written, file.wishes.charset).read()
        blocks += [Paragraph(sheet.title, place), table] if table.rows else [table]
    left_out += [LeftOut("trang biểu đồ", f"trang “{each.title}”") for each in book.chartsheets]
    if _finds(content, "xl/drawings/", _DRAWN_TEXT):
        left_out.append(LeftOut("chữ trong hộp chữ hoặc hình vẽ trên trang tính", "sổ tính"))
    return Document(tuple(blocks), tuple(left_out))


def _load(content: bytes, values: bool) -> Any:
    with warnings.catch_warnings():  # of what the library does not keep: of no interest here
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(content), data_only=values, rich_text=values)


def _finds(content: bytes, folder: str, pattern: re.Pattern[bytes]) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [each for each in package.namelist() if each.startswith(folder)]
        return any(pattern.search(package.read(each)) for each in names if each.endswith(".xml"))


class _SheetReader:
    """Reads one sheet that is shown."""

    def __init__(self, sheet: Any, place: str, theme: list[Colour], written: Any, charset: str):
        self._sheet, self._place, self._theme, self._written = sheet, place, theme, written
        values = (str(cell.value) for cell in sheet._cells.values() if cell.value is not None)
        self._letters = OldLetters(charset, "".join(values))
        self._rows = {
            at
            for at, row in sheet.row_dimensions.items()
            if row.hidden or (row.height is not None and row.height < _LOW)
        }
        self._columns = [
            (range(each.min, each.max + 1), each.hidden or each.width < _NARROW)
            for each in sheet.column_dimensions.values()
            if each.min and each.max
        ]
        self._narrow = (sheet.sheet_format.defaultColWidth or _NARROW) < _NARROW
        # Where a format of the table or a condition paints cells, their own colours say little.
        painted = [area for area in sheet.conditional_formatting if any(map(_fills, area.rules))]
        self._painted = [CellRange(each.ref) for each in sheet.tables.values()]
        self._painted += [each for area in painted for each in area.sqref.ranges]
        anchors = [each.anchor._from for each in sheet._images if hasattr(each.anchor, "_from")]
        self._pictures = {(each.row + 1, each.col + 1) for each in anchors}

    def read(self) -> Table:
        """Read the rows, and tell what is hidden."""
        grid, hidden_rows, hidden_columns = self._read_grid()
        left_out = [LeftOut("hàng ẩn", f"{self._place}, hàng {row}") for row in hidden_rows]
        for column, count in sorted(hidden_columns.items()):
            words = f"cột {get_column_letter(column)} ẩn, {count} ô có chữ"
            left_out.append(LeftOut(words, self._place))
        rows = tuple(self._list_rows(grid))
        doubts = tuple(self._find_conditions())
        return Table(self._place, rows, tuple(left_out), doubts)

    def _list_rows(self, grid: Grid) -> Iterator[TableRow]:
        previous = 0
        for row in sorted(grid):
            cells = tuple(cell for _, cell in sorted(grid[row].items()))
            if not all(cell.below for cell in cells):
                yield TableRow(f"{self._place}, hàng {row}", cells, apart=row > previous + 1)
                previous = row

    def _read_grid(self) -> tuple[Grid, list[int], Counter[int]]:
        """Read the cells by row and column; list the hidden rows, count the cells of hidden columns."""
        grid: Grid = defaultdict(dict)
        hidden_rows: dict[int, None] = {}
        hidden_columns: Counter[int] = Counter()
        merged = {(each.min_row, each.min_col): each for each in self._sheet.merged_cells.ranges}
        # Only the cells that the file holds: one format set on a million rows would make them all.
        for (row, column), cell in sorted(self._sheet._cells.items()):
            read = self._read_cell(cell, row, column)
            if read is None:
                continue
            area = merged.get((row, column))
            bottom, right = (area.max_row, area.max_col) if area else (row, column)
            shown = [each for each in range(row, bottom + 1) if each not in self._rows]
            if not shown:
                hidden_rows[row] = None
            elif all(map(self._hides, range(column, right + 1))):
                hidden_columns[column] += 1
            else:
                width = right - column + 1
                grid[shown[0]][column] = replace(read, width=width)
                below = TableCell(read.text, read.start, width, below=True)
                for each in shown[1:]:
                    grid[each][column] = below
        return grid, list(hidden_rows), hidden_columns

    def _hides(self, column: int) -> bool:
        return next((hidden for own, hidden in self._columns if column in own), self._narrow)

    def _read_cell(self, cell: Any, row: int, column: int) -> TableCell | None:
        """Read what a cell shows; None for a cell that holds nothing."""
        doubts = []
        if (row, column) in self._pictures:
            doubts.append("có hình trong ô, chỉ lấy phần chữ")
        written = self._written.cell(row, column) if self._written else None
        if written is not None and written.data_type == "f":
            if cell.value is None:
                doubts.append(
                    "có công thức mà tệp không giữ kết quả; mở bằng Excel, lưu lại rồi nhập"
                )
            elif _CHANGING.search(str(written.value)):
                doubts.append("có công thức tự đổi theo hôm nay; xem lại bản gốc")
        left = dict.fromkeys([COMMENT] if cell.comment else [])
        shown = ""
        for value, font in _parts_of(cell):
            text, doubt = _write(value, cell)
            text, old = self._letters.read(text, _font_name(font))
            reason = self._find_reason(value, font, cell) if text.strip() else ""
            if reason == STRUCK:
                left[f"{reason} {quote(text.strip())}"] = None
            elif reason:
                left[reason] = None
            else:
                shown += text
                doubts += filter(None, [doubt, old])
        if not (shown or doubts or left):
            return None
        bold = bool(cell.font and cell.font.b)
        return TableCell(shown, column - 1, 1, False, bold, tuple(doubts), tuple(left))

    def _find_reason(self, value: object, font: Any, cell: Any) -> str:
        """Tell why a value of a cell is not seen or does not count, or nothing."""
        if not _shows(cell.number_format, value):
            return f"chữ không hiện vì định dạng {quote(cell.number_format)}"
        size = getattr(font, "sz", None)
        if size is not None and size < _LOW:
            return TINY
        if self._is_unseen(font, cell):
            return UNSEEN
        return STRUCK if getattr(font, "strike", None) else ""

    def _is_unseen(self, font: Any, cell: Any) -> bool:
        """Tell whether letters have the colour of what is behind them."""
        letters = self._resolve(getattr(font, "color", None)) or _BLACK
        filled = cell.fill.fill_type
        behind = self._resolve(cell.fill.fgColor) if filled == "solid" else _WHITE
        if behind is None or filled not in (None, "solid"):
            return False
        if any(abs(one - other) > _ALIKE for one, other in zip(letters, behind, strict=True)):
            return False
        return bool(filled) or not any(cell.coordinate in area for area in self._painted)

    def _resolve(self, colour: Any) -> Colour | None:
        """Give the parts of a colour; None for one that is left to Excel or not known."""
        if colour is None:
            return None
        if colour.type == "theme":
            found = self._theme[colour.theme] if colour.theme < len(self._theme) else None
        elif colour.type == "indexed":
            known = colour.indexed < len(COLOR_INDEX)
            found = _read_colour(COLOR_INDEX[colour.indexed]) if known else None
        else:
            found = _read_colour(colour.rgb) if isinstance(colour.rgb, str) else None
        return found and _tint(found, colour.tint or 0.0)

    def _find_conditions(self) -> Iterator[str]:
        """Tell the areas whose letters a condition makes white or formats away."""
        for area in self._sheet.conditional_formatting:
            for rule in area.rules:
                style = rule.dxf
                white = style and style.font and self._resolve(style.font.color) == _WHITE
                blank = style and style.numFmt and not _shows(style.numFmt.formatCode, 1)
                if blank or (white and not _fills(rule)):
                    yield f"định dạng theo điều kiện có thể làm {area.sqref} không hiện chữ"
                    break


def _parts_of(cell: Any) -> Iterable[tuple[object, Any]]:
    """List the values of a cell with their fonts: one, or the parts of a text of several looks."""
    if not isinstance(cell.value, list):
        return [(cell.value, cell.font)]
    return [
        (each.text, each.font) if isinstance(each, TextBlock) else (str(each), cell.font)
        for each in cell.value
    ]


def _font_name(font: Any) -> str:
    """Name the font of a cell, or of a part of its text."""
    names = (getattr(font, each, None) for each in ("rFont", "name"))
    return next((each for each in names if isinstance(each, str)), "")


def _write(value: object, cell: Any) -> tuple[str, str]:
    """Write a value as it is printed, with a doubt where Excel keeps something else."""
    match value:
        case None:
            return "", ""
        case bool():
            text = "TRUE" if value else "FALSE"
            return text, f"Excel giữ giá trị đúng/sai, đọc là “{text}”"
        case dt.datetime() | dt.date():
            return write_date(value, cell.number_format)
        case dt.time():
            text = f"{value:%H:%M}"
            return text, f"Excel giữ ô này là giờ, đọc là “{text}”"
        case int() | float():
            text, doubt = print_number(value, cell.number_format)
            # Points and commas stand as the system of whoever reads it has them.
            if not doubt and _SEPARATED.search(text):
                doubt = f"Excel giữ ô này là số, viết theo cách Việt Nam là “{text}”"
            return text, doubt
    # Signs that XML cannot hold are written in it as codes: “_x000D_” ends a line, and shows nothing.
    text = unescape(str(value)).replace("\r", "")
    if cell.data_type == "e":
        return text, "ô báo lỗi của Excel"
    whole = not isinstance(cell.value, list)  # of parts of several looks none is formatted alone
    return print_text(text, cell.number_format) if whole else text, ""


def _shows(number_format: str, value: object) -> bool:
    """Tell whether a number format shows a value: “;;;” shows none, “;;” no number."""
    sections = _ONLY_LOOKS.sub("", number_format or "General").split(";")
    if _CONDITION.search(number_format or ""):
        return all(map(_prints, sections))
    if isinstance(value, str):
        return len(sections) < 4 or _prints(sections[3])
    number = value if isinstance(value, int | float) else 1
    if number == 0 and len(sections) > 2:
        return _prints(sections[2])
    return _prints(sections[1] if number < 0 and len(sections) > 1 else sections[0])


def _prints(section: str) -> bool:
    if "[white]" in section.lower():
        return False
    return bool(re.search(r"[0#?@a-zA-Z]", re.sub(r"\[[^]]*\]", "", section)))


def _fills(rule: Any) -> bool:
    """Tell whether a rule of conditional formatting may paint what is behind the letters."""
    return rule.dxf is None or rule.dxf.fill is not None


def _read_theme(theme: bytes | None) -> list[Colour]:
    """Read the colours of a workbook's theme in the order in which cells count them."""
    scheme = fromstring(theme).find(".//{*}clrScheme") if theme else None
    if scheme is None:
        return [_WHITE, _BLACK]
    found = [
        _read_colour(each[0].get("lastClr") or each[0].get("val", "")) or (127, 127, 127)
        for each in scheme
    ]
    dark, light, dark_too, light_too, *others = found
    return [light, dark, light_too, dark_too, *others]


def _read_colour(text: str) -> Colour | None:
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", text):
        return None
    red, green, blue = bytes.fromhex(text[-6:])
    return red, green, blue


def _tint(colour: Colour, tint: float) -> Colour:
    """Darken or lighten a colour by Excel's measure, which goes from -1 to 1."""
    red, green, blue = (
        round(part * (1 + tint) if tint < 0 else part + (255 - part) * tint) for part in colour
    )
    return red, green, blue

"""Turn the tables of a Word document, or the sheets of an Excel workbook, into rows of cells.

A cell keeps its text with its line breaks, its place in the grid and what the file hides in it;
nothing here knows what a task is.
"""

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

from planbook.intake.files import OfficeFile, refuse_broken
from planbook.intake.word_numbering import Numbering


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row; `start` and `width` are columns of the table's grid."""

    text: str  # lines parted by \n
    start: int
    width: int = 1
    below: bool = False  # goes on from the row above, whose text is repeated
    bold: bool = False
    doubt: str = ""  # what the file holds that a text cannot show, in Vietnamese


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank, with the words that tell people where it stands."""

    place: str
    cells: tuple[Cell, ...]
    apart: bool = False  # blank rows stand above


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a sheet, with the paragraphs that stand directly above."""

    place: str
    rows: tuple[Row, ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a file, and what an editor should know of the file as a whole."""

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def read_tables(file: OfficeFile) -> Tables:
    """Read the tables of a DOCX or XLSX; raises OfficeError for a broken one."""
    try:
        return _read_docx(file.content) if file.kind == "docx" else _read_xlsx(file.content)
    # A damaged file makes the libraries raise whatever its bytes lead to.
    except Exception as error:
        raise refuse_broken(file.name) from error


# ---- Word ----------------------------------------------------------------------------------------

_SKIPPED = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr")}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_MARKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_PARAGRAPH, _TEXT, _TABLE = qn("w:p"), qn("w:t"), qn("w:tbl")
_BLOCKS = {_PARAGRAPH, _TABLE, qn("w:tr"), qn("w:tc")}


def _read_docx(content: bytes) -> Tables:
    document = docx.Document(BytesIO(content))
    numbering = Numbering(document)
    tables: list[Table] = []
    above: list[str] = []
    for element in document.element.body.xpath("./w:p | ./w:tbl | ./w:sdt/w:sdtContent/*"):
        if element.tag == _PARAGRAPH:
            above.append(_text_of(element, numbering))
        elif element.tag == _TABLE:
            place = f"bảng {len(tables) + 1}"
            tables.append(Table(place, tuple(_docx_rows(element, place, numbering)), tuple(above)))
            above = []
    changed = document.element.body.xpath("boolean(.//w:ins | .//w:del)")
    note = "Văn bản còn theo dõi thay đổi (Track Changes): lấy chữ mới, bỏ chữ đã xóa"
    return Tables(tuple(tables), (note,) if changed else ())


def _docx_rows(table: Any, place: str, numbering: Numbering) -> Iterator[Row]:
    open_cells: dict[int, Cell] = {}
    apart = False
    for at, row in enumerate(table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr"), 1):
        if row.xpath("./w:trPr/w:del"):
            continue
        cells: list[Cell] = []
        start = int(next(iter(row.xpath("./w:trPr/w:gridBefore/@w:val")), 0))
        for element in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"):
            cell = _docx_cell(element, start, numbering)
            if element.vMerge == "continue" and start in open_cells:
                cell = Cell(open_cells[start].text, start, cell.width, below=True)
            else:
                open_cells[start] = cell
            cells.append(cell)
            start += cell.width
        if any(cell.text.strip() or cell.doubt for cell in cells if not cell.below):
            yield Row(f"{place}, hàng {at}", tuple(cells), apart)
            apart = False
        else:
            apart = True


def _docx_cell(element: Any, start: int, numbering: Numbering) -> Cell:
    parts = [_text_of(each, numbering) for each in element if each.tag not in _SKIPPED]
    runs = [run for run in element.iter(qn("w:r")) if "".join(run.itertext(_TEXT)).strip()]
    pictured = any(True for _ in element.iter(*_PICTURES))
    return Cell(
        text="\n".join(parts).strip("\n"),
        start=start,
        width=element.grid_span,
        bold=bool(runs) and all(run.xpath("boolean(./w:rPr/w:b[not(@w:val='0')])") for run in runs),
        doubt="có hình trong ô, chỉ lấy phần chữ" if pictured else "",
    )


def _text_of(element: Any, numbering: Numbering) -> str:
    """Gather the text of an element, with the numbers that Word itself puts before paragraphs."""
    if element.tag == _TEXT:
        return element.text or ""
    if element.tag in _MARKS:
        return _MARKS[element.tag]
    if element.tag in _SKIPPED:
        return ""
    inner = [_text_of(each, numbering) for each in element.iterchildren("*")]
    if element.tag == _PARAGRAPH:
        text = "".join(inner)
        label = numbering.label(element)
        return f"{label} {text}" if label else text
    parted = any(each.tag in _BLOCKS for each in element.iterchildren("*"))
    return ("\n" if parted else "").join(inner)


# ---- Excel ---------------------------------------------------------------------------------------

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")


def _read_xlsx(content: bytes) -> Tables:
    book = _load_workbook(content, values=True)
    formulas = _load_workbook(content, values=False) if _has_formulas(content) else None
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in book.worksheets:
        place = f"trang tính “{sheet.title}”"
        if sheet.sheet_state != "visible":
            notes.append(f"Bỏ qua {place} vì đang ẩn")
            continue
        rows = tuple(_xlsx_rows(sheet, place, formulas))
        tables.append(Table(place, rows, above=(sheet.title,)))
        hidden = [at for at in sheet.row_dimensions if sheet.row_dimensions[at].hidden]
        if hidden:
            notes.append(f"Vẫn đọc {len(hidden)} hàng đang ẩn của {place}")
    return Tables(tuple(tables), tuple(notes))


def _load_workbook(content: bytes, values: bool) -> openpyxl.Workbook:
    with warnings.catch_warnings():  # about styles and validations that are of no interest here
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(content), data_only=values)


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(package.read(name)) for name in sheets)


def _xlsx_rows(sheet: Any, place: str, formulas: openpyxl.Workbook | None) -> Iterator[Row]:
    merged = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    anchors = [each.anchor._from for each in sheet._images if hasattr(each.anchor, "_from")]
    pictures = {(each.row + 1, each.col + 1) for each in anchors}
    written = formulas[sheet.title] if formulas else None
    # Only the cells that the file holds: one format set on a million rows would make them all.
    grid: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        text, doubt = _xlsx_text(cell)
        if written and cell.value is None and written.cell(row, column).data_type == "f":
            doubt = "có công thức mà tệp không giữ kết quả; mở bằng Excel, lưu lại rồi nhập"
        if (row, column) in pictures:
            doubt = "có hình trong ô, chỉ lấy phần chữ"
        if text or doubt:
            bold = bool(cell.font and cell.font.b)
            grid.setdefault(row, {})[column] = Cell(text, column - 1, bold=bold, doubt=doubt)
    for (top, left), area in sorted(merged.items()):
        head = grid.get(top, {}).get(left)
        width = area.max_col - left + 1
        if head is None:
            continue
        grid[top][left] = Cell(head.text, left - 1, width, bold=head.bold, doubt=head.doubt)
        for row in range(top + 1, area.max_row + 1):
            grid.setdefault(row, {})[left] = Cell(head.text, left - 1, width, below=True)
    previous = 0
    for row in sorted(grid):
        cells = tuple(cell for _, cell in sorted(grid[row].items()))
        if not all(cell.below for cell in cells):
            yield Row(f"{place}, hàng {row}", cells, apart=row > previous + 1)
            previous = row


def _xlsx_text(cell: Any) -> tuple[str, str]:
    """Write a cell's value as it is printed, with a doubt where Excel keeps something else."""
    value = cell.value
    match value:
        case None:
            return "", ""
        case bool():
            text = "TRUE" if value else "FALSE"
            return text, f"Excel giữ giá trị đúng/sai, đọc là “{text}”"
        case dt.datetime() | dt.date():
            text = value.strftime(_date_format(cell.number_format))
            return text, f"Excel giữ ô này là ngày {value:%d/%m/%Y}, đọc là “{text}”"
        case float() if not value.is_integer():
            text = str(value).replace(".", ",")
            return text, f"Excel giữ ô này là số, đọc là “{text}”"
        case float():
            return str(int(value)), ""
    doubt = "ô báo lỗi của Excel" if cell.data_type == "e" else ""
    return str(value), doubt


def _date_format(excel: str) -> str:
    """Choose how a date is printed by the parts that its Excel format shows."""
    shown = [
        part for part, letter in (("%d", "d"), ("%m", "m"), ("%Y", "y")) if letter in excel.lower()
    ]
    return "/".join(shown) if "%m" in shown else "%d/%m/%Y"

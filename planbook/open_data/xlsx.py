"""Turn tables into Excel workbooks; every text is a text, never a formula or a link."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from operator import floordiv
from typing import Any

from planbook.model import Book, Files, Typed, columns, fit_cell
from planbook.open_data.tables import Table, as_text, list_task_lists, make_table

_FIRST_DAY = dt.date(1899, 12, 30)  # from which Excel counts days
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
_CREATED = dt.datetime(1980, 1, 1)  # of every workbook: the same data gives the same bytes
_NARROWEST, _WIDEST = 12, 50  # characters in a column
_LEVEL = 4  # of zlib: a quarter faster than its usual 6, for a fifteenth more bytes
_LINE, _HIGHEST = 15, 405  # points; Excel takes no row higher than 409
_NUMBER = b"\0"  # of a row; no XML may hold it

Sheets = Mapping[str, Sequence[Any]]  # records by the name of their table, a sheet each
WriteRow = Callable[[type, tuple[Any, ...]], "_Row"]


def export_workbooks(book: Book) -> Files:
    """Yield the Excel files: of everything, and of each list of tasks."""
    # A task stands in the lists of its document, its units, its leaders.
    write_row = cache(_write_row)
    for path, sheets in _list_workbooks(book):
        tables = [make_table(name, records) for name, records in sheets.items()]
        yield path, _write_workbook([_Sheet.of(table, write_row) for table in tables])


def _list_workbooks(book: Book) -> Iterator[tuple[str, Sheets]]:
    """List the Excel files by path, with what each holds."""
    yield (
        "data/tasks.xlsx",
        {"tasks": book.tasks, "units": book.units, "adjustments": book.adjustments},
    )
    for url, tasks in list_task_lists(book):
        yield f"{url}tasks.xlsx", {"tasks": tasks}


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a record, with `_NUMBER` for that of their row, and the length of each text."""

    cells: bytes
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table, and what room its columns take."""

    table: Table
    rows: tuple[_Row, ...]
    widths: tuple[int, ...]  # in characters

    @classmethod
    def of(cls, table: Table, write_row: WriteRow) -> "_Sheet":
        """Write the rows, and choose widths from the longest texts."""
        rows = tuple(write_row(table.record, values) for values in table.rows)
        lengths = zip([0] * len(table.columns), *(row.lengths for row in rows), strict=True)
        widths = tuple(
            min(max(longest + 2, len(column.label) // 2 + 4, _NARROWEST), _WIDEST)
            for column, longest in zip(table.columns, map(max, lengths), strict=True)
        )
        return cls(table, rows, widths)


def _write_workbook(sheets: Sequence[_Sheet]) -> bytes:
    """Write a workbook, ready to be read, filtered and printed."""
    file = io.BytesIO()
    filled = {f"xl/worksheets/sheet{at}.xml": each for at, each in enumerate(sheets, start=1)}
    with (
        zipfile.ZipFile(_write_frame(sheets)) as frame,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as workbook,
    ):
        for name in frame.namelist():
            part = frame.read(name)
            with workbook.open(name, "w") as written:
                written.writelines(_fill_sheet(part, filled[name]) if name in filled else [part])
    return file.getvalue()


def _write_frame(sheets: Sequence[_Sheet]) -> io.BytesIO:
    """Write the workbook without its rows: xlsxwriter takes twelve microseconds a cell."""
    import xlsxwriter  # takes longer than most commands, which do not need it

    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})  # _TEXT, for the rows
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    for each in sheets:
        table = each.table
        sheet = workbook.add_worksheet(table.label)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, (column, width) in enumerate(zip(table.columns, each.widths, strict=True)):
            # A blank cell is not written: it has the look of its column.
            sheet.set_column(at, at, width, day if column.typed is Typed.DATE else text)
            sheet.write_string(0, at, column.label, header)
    workbook.close()
    return file


_TEXT, _DAY = 1, 2  # numbers of the formats above, in the order in which columns use them


def _fill_sheet(frame: bytes, sheet: _Sheet) -> Iterator[bytes]:
    """Put the rows below the header of a sheet; each is as high as its longest cell needs."""
    above, end, below = frame.partition(b"</sheetData>")
    size = f'<dimension ref="A1:{_letters(len(sheet.widths))[-1]}'
    old, new = f'{size}1"/>', f'{size}{len(sheet.rows) + 1}"/>'
    yield above.replace(old.encode(), new.encode())
    for number, row in enumerate(sheet.rows, start=2):
        # LibreOffice does not find the height by itself.
        lines = max(map(floordiv, row.lengths, sheet.widths)) + 1
        height = min(_LINE * lines, _HIGHEST)
        begin = f'<row r="{number}" ht="{height}" customHeight="1">'
        yield begin.encode() + row.cells.replace(_NUMBER, b"%d" % number) + b"</row>"
    yield end + below


def _write_row(record: type, values: tuple[Any, ...]) -> _Row:
    """Write the cells of a record as Office Open XML; a blank one is left out."""
    described = columns(record)
    cells = (
        f'<c r="{letter}{_NUMBER.decode()}" {_write_cell(column.choices.get(value, value))}</c>'
        for letter, column, value in zip(_letters(len(values)), described, values, strict=True)
        if value is not None and value != ()
    )
    lengths = tuple(len(value) if isinstance(value, str) else 0 for value in values)
    return _Row("".join(cells).encode(), lengths)


@cache
def _letters(count: int) -> tuple[str, ...]:
    """Name so many columns: A, B … Z, AA."""
    from xlsxwriter.utility import xl_col_to_name

    return tuple(map(xl_col_to_name, range(count)))


def _write_cell(value: Any) -> str:
    """Write a value as people read it: words for flags, days as days."""
    if isinstance(value, dt.date):
        return f's="{_DAY}"><v>{(value - _FIRST_DAY).days}</v>'
    if isinstance(value, bool):
        value = "có" if value else "không"
    elif isinstance(value, int):
        return f's="{_TEXT}"><v>{value}</v>'
    text = _LOOKS_ESCAPED.sub("_x005F_", fit_cell(as_text(value)))
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f's="{_TEXT}" t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is>'

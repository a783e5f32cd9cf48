"""Turn tables into Excel workbooks; every text is a text, never a formula or a link."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from operator import floordiv
from typing import Any

from planbook.model import Book, Files, Keep, Typed, fit_cell
from planbook.open_data.tables import Table, as_text, list_task_lists, make_table

_FIRST_DAY = dt.date(1899, 12, 30)  # from which Excel counts days
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
_CREATED = dt.datetime(1980, 1, 1)  # of every workbook: the same data gives the same bytes
_NARROWEST, _WIDEST = 12, 50  # characters in a column
_LEVEL = 4  # of zlib: a quarter faster than its usual 6, for a fifteenth more bytes
_LINE, _HIGHEST = 15, 405  # points; Excel takes no row higher than 409


Sheets = Mapping[str, Sequence[Any]]  # records by the name of their table, a sheet each


def list_workbooks(book: Book) -> Iterator[tuple[str, Sheets]]:
    """List the Excel files by path, the largest first: of everything, and of each list of tasks."""
    yield (
        "data/tasks.xlsx",
        {"tasks": book.tasks, "units": book.units, "adjustments": book.adjustments},
    )
    for url, tasks in list_task_lists(book):
        yield f"{url}tasks.xlsx", {"tasks": tasks}


def export_workbook(path: str, sheets: Sheets, keep: Keep) -> Files:
    """Yield a workbook; `keep` writes it, or knows one that was made of the same tables."""
    yield from keep(path, write_workbook, make_sheets(sheets))


def make_sheets(sheets: Sheets) -> tuple[Table, ...]:
    """Make the tables of a workbook, which decide every byte of it."""
    return tuple(make_table(name, records) for name, records in sheets.items())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table, and what room it takes."""

    table: Table
    widths: tuple[int, ...]  # of the columns, in characters
    heights: tuple[int, ...]  # of the rows, in points; LibreOffice does not find them by itself

    @classmethod
    def of(cls, table: Table) -> "_Sheet":
        """Choose widths from the longest texts, and make each row as high as its longest cell needs."""
        texts = [[len(v) if isinstance(v, str) else 0 for v in row] for row in table.rows]
        longest = map(max, zip([0] * len(table.columns), *texts, strict=True))
        widths = tuple(
            min(max(length + 2, len(column.label) // 2 + 4, _NARROWEST), _WIDEST)
            for column, length in zip(table.columns, longest, strict=True)
        )
        lines = (max(map(floordiv, lengths, widths)) + 1 for lengths in texts)
        return cls(table, widths, tuple(min(_LINE * count, _HIGHEST) for count in lines))


def write_workbook(tables: Sequence[Table]) -> bytes:
    """Write a workbook of one sheet a table, ready to be read, filtered and printed."""
    file = io.BytesIO()
    sheets = tuple(map(_Sheet.of, tables))
    filled = {f"xl/worksheets/sheet{at}.xml": each for at, each in enumerate(sheets, start=1)}
    with (
        zipfile.ZipFile(_write_frame(sheets)) as frame,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as workbook,
    ):
        for name in frame.namelist():
            part = frame.read(name).decode()
            with io.TextIOWrapper(workbook.open(name, "w"), "utf-8", newline="") as written:
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


def _fill_sheet(frame: str, sheet: _Sheet) -> Iterator[str]:
    """Put the rows below the header of a sheet, as Office Open XML; a blank cell is left out."""
    from xlsxwriter.utility import xl_col_to_name

    table = sheet.table
    letters = [xl_col_to_name(at) for at in range(len(table.columns))]
    labels = [column.choices for column in table.columns]
    above, end, below = frame.partition("</sheetData>")
    size = f'<dimension ref="A1:{letters[-1]}'
    yield above.replace(f'{size}1"/>', f'{size}{len(table.rows) + 1}"/>')
    for number, (values, height) in enumerate(zip(table.rows, sheet.heights, strict=True), start=2):
        cells = [
            f'<c r="{letter}{number}" {_write_cell(known.get(value, value))}</c>'
            for letter, value, known in zip(letters, values, labels, strict=True)
            if value is not None and value != ()
        ]
        yield f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'
    yield end + below


@lru_cache(maxsize=1 << 17, typed=True)  # most cells repeat: units, headings, periods
def _write_cell(value: Any) -> str:
    """Write a value as people read it: words for flags, days as days."""
    if isinstance(value, dt.date):
        return f's="{_DAY}"><v>{(value - _FIRST_DAY).days}</v>'
    if isinstance(value, bool):
        value = "có" if value else "không"
    elif isinstance(value, int):
        return f's="{_TEXT}"><v>{value}</v>'
    text = _LOOKS_ESCAPED.sub("_x005F_", fit_cell(as_text(value)))
    shown = f'<t xml:space="preserve">{escape(text, quote=False)}</t>'
    return f's="{_TEXT}" t="inlineStr"><is>{shown}</is>'

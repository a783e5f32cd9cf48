"""Turn tables into Excel workbooks; every text is a text, never a formula or a link."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from planbook.model import Book, Column, Typed, fit_cell
from planbook.open_data.tables import Table, as_text, list_task_lists, make_table

_CREATED = dt.datetime(1980, 1, 1)  # of every workbook: the same data gives the same bytes
_NARROWEST, _WIDEST = 12, 50  # characters in a column
_LINE, _HIGHEST = 15, 405  # points; Excel takes no row higher than 409


Sheets = Mapping[str, Sequence[Any]]  # records by the name of their table, a sheet each


def list_workbooks(book: Book) -> Iterator[tuple[str, Sheets]]:
    """List the Excel files by path, the largest first: of everything, and of each unit and plan."""
    yield (
        "data/tasks.xlsx",
        {"tasks": book.tasks, "units": book.units, "adjustments": book.adjustments},
    )
    for url, tasks in list_task_lists(book):
        yield f"{url}tasks.xlsx", {"tasks": tasks}


def export_workbooks(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield data/tasks.xlsx, and tasks.xlsx beside each unit and plan."""
    for path, sheets in list_workbooks(book):
        yield path, write_workbook(make_sheets(sheets))


def export_workbook(
    path: str, sheets: Sheets, keep: Callable[..., Iterator[tuple[str, bytes]]]
) -> Iterator[tuple[str, bytes]]:
    """Yield a workbook; `keep` writes it, or knows one that was made of the same tables."""
    yield from keep(path, write_workbook, make_sheets(sheets))


def make_sheets(sheets: Sheets) -> tuple[Table, ...]:
    """Make the tables of a workbook, which decide every byte of it."""
    return tuple(make_table(name, records) for name, records in sheets.items())


def write_workbook(tables: Sequence[Table]) -> bytes:
    """Write a workbook of one sheet a table, ready to be read, filtered and printed."""
    import xlsxwriter  # takes longer than most commands, which do not need it

    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    for table in tables:
        _write_sheet(workbook, table)
    workbook.close()
    return file.getvalue()


def _write_sheet(workbook: Any, table: Table) -> None:
    header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    sheet = workbook.add_worksheet(table.label)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    widths = _widths(table)
    for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        # A blank cell is not written: it has the look of its column.
        sheet.set_column(at, at, width, day if column.typed is Typed.DATE else text)
        sheet.write_string(0, at, column.label, header)
    for row, values in enumerate(table.rows, start=1):
        sheet.set_row(row, _height(values, widths))
        for at, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            if value is not None and value != ():
                _write_cell(sheet, row, at, value, column)


def _write_cell(sheet: Any, row: int, at: int, value: Any, column: Column) -> None:
    """Write a value as people read it: labels for codes, words for flags, days as days."""
    if isinstance(value, str):
        sheet.write_string(row, at, fit_cell(column.choices.get(value, value)))
    elif isinstance(value, bool):
        sheet.write_string(row, at, "có" if value else "không")
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, at, value)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, fit_cell(as_text(value)))


def _widths(table: Table) -> tuple[int, ...]:
    """Choose widths from the longest texts, in characters."""
    return tuple(
        min(
            max(
                _longest(row[at] for row in table.rows) + 2, len(column.label) // 2 + 4, _NARROWEST
            ),
            _WIDEST,
        )
        for at, column in enumerate(table.columns)
    )


def _height(values: Sequence[Any], widths: Sequence[int]) -> int:
    """Make a row as high as its longest cell needs, in points; LibreOffice does not by itself."""
    pairs = zip(values, widths, strict=True)
    lines = max(len(value) // width if isinstance(value, str) else 0 for value, width in pairs)
    return min(_LINE * (lines + 1), _HIGHEST)


def _longest(values: Iterable[Any]) -> int:
    return max((len(each) for each in values if isinstance(each, str)), default=0)

"""Turn the book into tables, one for each kind of record, and these into JSON and CSV.

Text stays text: no cell of a CSV file is a formula to a spreadsheet.
"""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from planbook.model import Adjustment, Book, Column, Person, Plan, Task, Unit, columns

SCHEMA_VERSION = 1
CSV_NOTE = (
    "Bảng CSV mã UTF-8 có BOM, theo RFC 4180. Danh sách nối bằng “; ”, không có thì để trống. "
    "Ô, và từng mục của danh sách, bắt đầu bằng = + - @ (kể cả dạng toàn khổ), Tab hay xuống dòng "
    "có thêm một dấu nháy đơn ' đứng đầu, để bảng tính không hiểu là công thức; bỏ dấu ấy đi là "
    "được nguyên văn."
)
# What a spreadsheet may take for the beginning of a formula, in any locale.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

# What is published, each kind of record under the name of its field in the book.
_KINDS: Mapping[str, tuple[str, type]] = {
    "tasks": ("Nhiệm vụ", Task),
    "adjustments": ("Đề xuất điều chỉnh", Adjustment),
    "plans": ("Văn bản", Plan),
    "units": ("Đơn vị", Unit),
    "people": ("Lãnh đạo", Person),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one kind as rows of plain values, in the order of the columns."""

    name: str
    label: str
    record: type
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Name the fields that tell one row from all others."""
        names = [each.name for each in self.columns]
        return next(((name,) for name in ("id", "slug") if name in names), ("plan", "index"))


def make_table(name: str, records: Iterable[Any]) -> Table:
    """Read every described field of some records of one kind."""
    label, record = _KINDS[name]
    described = columns(record)
    read = attrgetter(*(each.name for each in described))
    return Table(name, label, record, described, tuple(map(read, records)))


def make_tables(book: Book) -> dict[str, Table]:
    """Make the tables that are published, by name."""
    return {name: make_table(name, getattr(book, name)) for name in _KINDS}


def list_task_lists(book: Book) -> Iterator[tuple[str, tuple[Task, ...]]]:
    """List the pages that offer their tasks as a table: each plan, each unit in
    either role, each leader.
    """
    for plan in book.plans:
        yield plan.url, book.tasks_of.get(plan.slug, ())
    for unit in book.units:
        yield unit.url, book.tasks_led_or_supported_by.get(unit.id, ())
    for person in book.people:
        yield person.url, book.tasks_directed_by.get(person.id, ())


def write_json(table: Table) -> bytes:
    """Write one record a line, so that two versions can be compared by line."""
    names = [column.name for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    records = (encode(dict(zip(names, row, strict=True))).encode() for row in table.rows)
    head = f'{{"schema_version": {SCHEMA_VERSION}, "{table.name}": [\n'
    return b"".join((head.encode(), b",\n".join(records), b"\n]}\n"))


def write_csv(table: Table) -> list[bytes]:
    """Write the records under the keys of JSON: the beginning of a file, its head, each record."""
    return write_lines(([column.name for column in table.columns], *table.rows))


def write_rows(rows: Iterable[Iterable[Any]]) -> bytes:
    """Write rows of plain values, the heads among them, as RFC 4180 and Excel ask for."""
    return b"".join(write_lines(rows))


def write_lines(rows: Iterable[Iterable[Any]]) -> list[bytes]:
    """Write such a file in pieces: its beginning, then each row."""
    lines = _Lines(["\ufeff"])
    csv.writer(lines, lineterminator="\r\n").writerows(map(_csv_cell, row) for row in rows)
    return [line.encode() for line in lines]


class _Lines(list[str]):
    """Takes what is written to it, a row at a time."""

    write = list.append


def as_text(value: Any) -> str:
    """Write a value as the text of one cell: a list joined, rows as JSON."""
    return _join(value, str)


@lru_cache(maxsize=1 << 12, typed=True)  # most cells repeat: units, headings, periods
def _csv_cell(value: Any) -> str:
    return "" if value is None else _join(value, _guard)


def _join(value: Any, guard: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        if all(isinstance(each, str) for each in value):
            return "; ".join(map(guard, value))
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(value)


def _guard(text: str) -> str:
    """Put an apostrophe before what a spreadsheet might run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    """Give the JSON shape of a value that JSON does not know."""
    if isinstance(value, dt.date):
        return value.isoformat()
    record: type = type(value)
    return {column.name: getattr(value, column.name) for column in columns(record)}

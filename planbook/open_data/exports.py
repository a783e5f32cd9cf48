"""Turn the book into open data: JSON, CSV, XLSX, JSON Schema and a Frictionless data package.

Yields (path, bytes) from the site's root and writes nothing. Text stays text: no cell is a formula.
"""

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

from planbook.model import (
    ID_PATTERN,
    LINK_PATTERN,
    Abbreviation,
    Adjustment,
    Body,
    Book,
    Column,
    Person,
    Plan,
    PlanKind,
    Site,
    Task,
    Typed,
    Unit,
    columns,
)

SCHEMA_VERSION = 1
SAFE_NOTE = (
    "Bảng CSV mã UTF-8 có BOM, theo RFC 4180. Danh sách nối bằng “; ”, không có thì để trống. "
    "Ô bắt đầu bằng = + - @ (kể cả dạng toàn khổ), Tab hay xuống dòng có thêm một dấu nháy đơn ' "
    "đứng đầu, để bảng tính không hiểu là công thức; bỏ dấu ấy đi là được nguyên văn."
)

# The files of people's YAML that an editor's own program can check while they type.
SCHEMAS = {
    "tasks": Task,
    "adjustments": Adjustment,
    "units": Unit,
    "people": Person,
    "bodies": Body,
    "kinds": PlanKind,
    "abbreviations": Abbreviation,
}

_ID_PATTERN = f"^{ID_PATTERN}$"
_LINK_PATTERN = f"^{LINK_PATTERN}$"
# What a spreadsheet may take for the beginning of a formula, in any locale.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # of every file in an XLSX: the earliest that ZIP can tell
_MAX_CELL = 32_767  # characters that Excel keeps in a cell
_LAST_ROW = 999_999  # stands in a template for the number of the last row
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


# ── tables: each record's row is made once and shared by all formats ────────────────────────────


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


def make_table(name: str, label: str, record: type, records: Iterable[Any]) -> Table:
    """Read every described field of some records."""
    described = columns(record)
    names = [each.name for each in described]
    rows = tuple(tuple(getattr(each, name) for name in names) for each in records)
    return Table(name, label, record, described, rows)


def make_tables(book: Book) -> dict[str, Table]:
    """Make the tables that are published, by name."""
    tables = (
        make_table("tasks", "Nhiệm vụ", Task, book.tasks),
        make_table("adjustments", "Đề xuất điều chỉnh", Adjustment, book.adjustments),
        make_table("plans", "Văn bản", Plan, book.plans),
        make_table("units", "Đơn vị", Unit, book.units),
        make_table("people", "Lãnh đạo", Person, book.people),
    )
    return {table.name: table for table in tables}


def export_data(book: Book, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the files of /data/, and tasks.csv and tasks.xlsx beside each unit's and plan's page."""
    tables = make_tables(book)
    tasks = tables["tasks"]
    lines = {table.name: _csv_lines(table) for table in tables.values()}
    for table in tables.values():
        yield f"data/{table.name}.json", _json(table)
    package = {table.name: _csv(table, lines[table.name]) for table in tables.values()}
    for name, content in package.items():
        yield f"data/{name}.csv", content
    yield "data/datapackage.json", _dump(describe_package(tables, package, site))
    for name, record in SCHEMAS.items():
        path = f"data/{name}.schema.json"
        yield path, _dump({"$id": f"{site.url}{path}", **data_schema(record)})

    # The first sheet of both templates has the same columns, so its styles have the same numbers.
    whole = _template((tasks, tables["units"], tables["adjustments"]))
    alone = _template((tasks,))
    rows = _sheet_rows(tasks, alone.styles)
    yield "data/tasks.xlsx", _fill(whole, rows)
    for url, places in list_places(book).items():
        yield f"{url}tasks.csv", _csv(tasks, [lines["tasks"][at] for at in places])
        yield f"{url}tasks.xlsx", _fill(alone, [rows[at] for at in places])


def list_places(book: Book) -> Mapping[str, Sequence[int]]:
    """Find, by their place in the book, the tasks of each plan and of each unit in either role."""
    plans, units = defaultdict(list), defaultdict(list)
    for at, task in enumerate(book.tasks):
        plans[task.plan].append(at)
        for unit in dict.fromkeys((*task.lead, *task.support)):
            units[unit].append(at)
    return {plan.url: plans[plan.slug] for plan in book.plans} | {
        unit.url: units[unit.id] for unit in book.units
    }


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────


def _json(table: Table) -> bytes:
    """Write one record a line, so that two versions can be compared by line."""
    names = [column.name for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    records = (encode(dict(zip(names, row, strict=True))) for row in table.rows)
    lines = ",\n".join(records)
    return f'{{"schema_version": {SCHEMA_VERSION}, "{table.name}": [\n{lines}\n]}}\n'.encode()


def _plain(value: Any) -> Any:
    """Give the JSON shape of a value that JSON does not know."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return {column.name: getattr(value, column.name) for column in columns(type(value))}


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


# ── CSV and the data package ────────────────────────────────────────────────────────────────────


def _csv_lines(table: Table) -> list[str]:
    """Write each row as one line of CSV."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\r\n")
    writer.writerows(tuple(map(_csv_cell, row)) for row in table.rows)
    return lines


class _Lines:
    """A file whose every `write` is one line."""

    def __init__(self, lines: list[str]):
        self.write = lines.append


@lru_cache(maxsize=1 << 12, typed=True)  # most cells repeat: units, headings, periods
def _csv_cell(value: Any) -> str:
    if value is None or value == ():
        return ""
    text = _cell_text(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        if isinstance(value[0], str):
            return "; ".join(value)
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(value)


def _csv(table: Table, lines: Iterable[str]) -> bytes:
    header = ",".join(column.name for column in table.columns)
    return f"\ufeff{header}\r\n{''.join(lines)}".encode()


def describe_package(
    tables: Mapping[str, Table], files: Mapping[str, bytes], site: Site
) -> dict[str, Any]:
    """Describe the CSV files as a Frictionless data package."""
    return {
        "profile": "tabular-data-package",
        "name": "ke-hoach-nhiem-vu",
        "title": site.name,
        "description": SAFE_NOTE,
        "homepage": f"{site.url}data/",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "title": table.label,
                "path": f"{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[table.name]),
                "hash": f"sha256:{hashlib.sha256(files[table.name]).hexdigest()}",
                "schema": _table_schema(table),
            }
            for table in tables.values()
        ],
    }


def _table_schema(table: Table) -> dict[str, Any]:
    """Describe the columns of a table as a Frictionless table schema."""
    links = {"plan": ("plans", "slug"), "becomes": ("tasks", "id"), "successor": ("", "id")}
    return {
        "fields": [_field(column, table.record) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": resource, "fields": [key]}}
            for name, (resource, key) in links.items()
            if any(column.name == name for column in table.columns)
        ],
    }


def _field(column: Column, record: type) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    described = {
        "name": column.name,
        "title": column.label,
        "description": _describe(column),
        "type": _field_type(column, record),
        "constraints": constraints,
    }
    return {key: value for key, value in described.items() if value}


def _field_type(column: Column, record: type) -> str:
    if column.typed is Typed.ROWS:
        return "array"
    python = next(each.type for each in dataclasses.fields(record) if each.name == column.name)
    return {dt.date | None: "date", bool: "boolean", int: "integer"}.get(python, "string")


def _describe(column: Column) -> str:
    """Explain a field, and each of its values when they are codes."""
    values = "; ".join(f"{code}: {label}" for code, label in column.choices.items())
    return " ".join(part for part in (column.help, values and f"Giá trị: {values}.") if part)


# ── XLSX: xlsxwriter makes the look once, rows are cut ready and filled in ───────────────────────


@dataclass(frozen=True, slots=True)
class _Template:
    """The files of a workbook whose first sheet waits for its rows."""

    files: tuple[tuple[str, str], ...]
    before: str  # of the first sheet, up to the end of its header row
    after: str
    styles: tuple[str, ...]  # of the first sheet's cells, by column


_WORKBOOK = "xl/workbook.xml"
_FIRST_SHEET = "xl/worksheets/sheet1.xml"


def _template(tables: Sequence[Table]) -> _Template:
    """Make a workbook of one sheet a table; the first sheet is left open for its rows."""
    import xlsxwriter  # takes longer than most commands, which do not need it

    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": dt.datetime(*_FIXED_DATE)})
    header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    for table in tables:
        first = table is tables[0]
        rows = [[None] * len(table.columns)] if first else table.rows
        last = _LAST_ROW if first else len(rows) + 1
        sheet = workbook.add_worksheet(table.label)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last - 1, len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        widths = _widths(table)
        for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, column.label, header)
            style = day if column.typed is Typed.DATE else text
            for row, values in enumerate(rows, start=1):
                _write_cell(sheet, row, at, _shown(values[at], column), style)
        for row, values in enumerate(rows, start=1):
            sheet.set_row(row, _height(values, widths))
    workbook.close()
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    before, sample, after = re.split(r'(<row r="2".*?</row>)', files.pop(_FIRST_SHEET), maxsplit=1)
    styles = tuple(re.findall(r' s="(\d+)"', sample))
    return _Template(tuple(files.items()), before, after, styles)


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write a value as what it is; xlsxwriter's `write` would make formulas and links of texts."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(*value.timetuple()[:3]), style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, NOT_XML.sub("", value)[:_MAX_CELL], style)


def _widths(table: Table) -> tuple[int, ...]:
    """Choose widths from the longest values, in characters."""
    found = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    longest = [
        max([len(each) for each in cells if type(each) is str], default=0) for cells in found
    ]
    return tuple(
        min(max(most + 2, len(column.label) // 2 + 4, 12), 50)
        for column, most in zip(table.columns, longest, strict=True)
    )


def _height(values: Sequence[Any], widths: Sequence[int]) -> int:
    """Make a row as high as its longest cell needs, in points; LibreOffice does not by itself."""
    pairs = zip(values, widths, strict=True)
    lines = (
        max([len(value) // width for value, width in pairs if type(value) is str], default=0) + 1
    )
    return min(15 * lines, 405)  # Excel takes no more than 409


def _shown(value: Any, column: Column) -> Any:
    """Give a value as people read it in a sheet: labels for codes, words for flags."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.date | int):
        return value
    return column.choices.get(value, value) if column.choices else _cell_text(value)


def _sheet_rows(table: Table, styles: Sequence[str]) -> list[str]:
    """Write each row for the first sheet of a template, all but its own number."""
    widths = _widths(table)
    writers = [
        lru_cache(maxsize=1 << 12)(partial(_cell, column, style))
        for column, style in zip(table.columns, styles, strict=True)
    ]
    rows = []
    for row in table.rows:
        cells = "".join([write(value) for write, value in zip(writers, row, strict=True)])
        rows.append(f' ht="{_height(row, widths)}">{cells}</row>')
    return rows


def _cell(column: Column, style: str, value: Any) -> str:
    value = _shown(value, column)
    if value is None:
        return f'<c s="{style}"/>'
    if isinstance(value, dt.date):
        return f'<c s="{style}"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
    text = escape(_LOOKS_ESCAPED.sub("_x005F_", NOT_XML.sub("", value[:_MAX_CELL])), quote=False)
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _fill(template: _Template, rows: Sequence[str]) -> bytes:
    """Put rows into the first sheet of a template and pack the workbook."""
    waiting, last = str(_LAST_ROW), str(len(rows) + 1)
    before = re.sub(r'(<dimension ref="A1:[A-Z]+)\d+', rf"\g<1>{last}", template.before, count=1)
    body = "".join(f'<row r="{at}"{row}' for at, row in enumerate(rows, start=2))
    sheet = f"{before}{body}{template.after.replace(waiting, last)}"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (*template.files, (_FIRST_SHEET, sheet)):
            if name == _WORKBOOK:
                content = content.replace(waiting, last)
            each = zipfile.ZipInfo(name, _FIXED_DATE)
            each.create_system = 3  # the same on every system
            each.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(each, content)
    return file.getvalue()


# ── JSON Schema of what people type ─────────────────────────────────────────────────────────────


def data_schema(record: type) -> dict[str, Any]:
    """Describe a YAML file of such records as JSON Schema 2020-12, in the words of the model."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": ["array", "null"],
        "items": _record_schema(record),
    }


def _record_schema(record: type) -> dict[str, Any]:
    typed = [column for column in columns(record) if column.typed]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in typed if column.required],
        "properties": {column.name: _property(column) for column in typed},
    }


def _property(column: Column) -> dict[str, Any]:
    """Describe one field; what is not required may also be left blank."""
    described: dict[str, Any] = {"title": column.label}
    if text := _describe(column):
        described["description"] = text
    if column.example:
        many = column.typed in (Typed.IDS, Typed.LINKS, Typed.TEXTS)
        described["examples"] = [[column.example] if many else column.example]
    shape = _shape(column)
    if not column.required:
        shape = shape | {"type": [*_listed(shape["type"]), "null"]}
        if "enum" in shape:
            shape["enum"] = [*shape["enum"], None]
    return described | shape


def _shape(column: Column) -> dict[str, Any]:
    # Any scalar is a text to the loader (a number without quotes too), so it is one here.
    text = {"type": ["string", "number", "boolean"]}
    shapes: dict[Typed | None, dict[str, Any]] = {
        Typed.ID: {"type": "string", "pattern": _ID_PATTERN, "maxLength": 100},
        Typed.DATE: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        Typed.FLAG: {"type": "boolean"},
        Typed.TEXTS: {"type": "array", "items": text},
        Typed.IDS: {"type": "array", "items": {"type": "string", "pattern": _ID_PATTERN}},
        Typed.LINKS: {"type": "array", "items": {"type": "string", "pattern": _LINK_PATTERN}},
    }
    if column.typed is Typed.ROWS:
        return {"type": "array", "items": _record_schema(column.rows)}
    if column.choices:
        return {"type": "string", "enum": list(column.choices)}
    return shapes.get(column.typed, text)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def main(folder: Path) -> None:
    """Write the JSON Schemas that editors' programs read beside the data."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in SCHEMAS.items():
        text = json.dumps(data_schema(record), ensure_ascii=False, indent=2)
        (folder / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

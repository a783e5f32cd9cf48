"""Describe the data for programs: JSON Schemas of what people type, a data package of what is published.

All words come from the model. `python -m planbook.open_data.schema FOLDER` writes the schemas.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planbook.model import (
    ID_PATTERN,
    LINK_PATTERN,
    Abbreviation,
    Adjustment,
    Body,
    Column,
    Person,
    PlanKind,
    Site,
    Task,
    Topic,
    Typed,
    Unit,
    typed_columns,
)
from planbook.open_data.tables import CSV_NOTE, Table

# The files of people's YAML that an editor's own program can check while they type.
SCHEMAS: Mapping[str, type] = {
    "tasks": Task,
    "adjustments": Adjustment,
    "units": Unit,
    "people": Person,
    "bodies": Body,
    "kinds": PlanKind,
    "abbreviations": Abbreviation,
    "topics": Topic,
}

_ID_PATTERN = f"^{ID_PATTERN}$"
_LINK_PATTERN = f"^{LINK_PATTERN}$"


# ---- JSON Schema ---------------------------------------------------------------------------------


def data_schema(record: type) -> dict[str, Any]:
    """Describe a YAML file of such records as JSON Schema 2020-12, in the words of the model."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": ["array", "null"],
        "items": _record_schema(record),
    }


def _record_schema(record: type) -> dict[str, Any]:
    typed = typed_columns(record).values()
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
    if column.rows:
        return {"type": "array", "items": _record_schema(column.rows)}
    if column.choices:
        return {"type": "string", "enum": list(column.choices)}
    return shapes.get(column.typed, text)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# ---- the data package ----------------------------------------------------------------------------


def describe_package(
    tables: Mapping[str, Table], files: Mapping[str, bytes], site: Site
) -> dict[str, Any]:
    """Describe the CSV files as a Frictionless data package."""
    return {
        "profile": "tabular-data-package",
        "name": "ke-hoach-nhiem-vu",
        "title": site.name,
        "description": CSV_NOTE,
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
    links = {
        "plan": ("plans", "slug"),
        "becomes": ("tasks", "id"),
        "successor": ("", "id"),
        "holds": ("", "id"),
        "stated_in": ("plans", "slug"),
    }
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
    names: dict[object, str] = {dt.date | None: "date", bool: "boolean", int: "integer"}
    python = next(each.type for each in dataclasses.fields(record) if each.name == column.name)
    return names.get(python, "string")


def _describe(column: Column) -> str:
    """Explain a field, and each of its values when they are codes."""
    values = "; ".join(f"{code}: {label}" for code, label in column.choices.items())
    return " ".join(part for part in (column.help, values and f"Giá trị: {values}.") if part)


def main(folder: Path) -> None:
    """Write the JSON Schemas that editors' programs read beside the data."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in SCHEMAS.items():
        text = json.dumps(data_schema(record), ensure_ascii=False, indent=2)
        (folder / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

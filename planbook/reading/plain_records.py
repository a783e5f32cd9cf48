"""Read records that are written in the plainest way, without a YAML parser.

One field a line, its value a word or a quoted text without escapes: what `yaml_writing` writes and
editors copy, and ten times as fast to read. Of any other record, or one with any mistake, nothing
is said here: `records` reads it. Tests hold the two to the same values.
"""

import datetime as dt
import re
from typing import Any
from unicodedata import normalize

from planbook.model import ID_PATTERN, Column, Typed, typed_columns
from planbook.reading.yaml_records import (
    INVISIBLE,
    ISO_DATE,
    MAX_NESTING,
    MAX_RECORD,
    MAX_TEXT,
    NULLS,
    Block,
)

# No white space but single spaces, nothing that a reader of the file cannot see, no escapes.
_WORD = rf'[^\s"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff{INVISIBLE}]+'
_LINE = re.compile(rf'(- |  )([a-z_]+):(?: (?:"({_WORD}(?: {_WORD})*)"|({ID_PATTERN})))?')


def read_plain(block: Block, record: type) -> dict[str, Any] | None:
    """Read the typed fields of a plain record; None when it is not plain, or not without mistake."""
    if len(block.text) > MAX_RECORD or sum(map(block.text.count, "[{")) > MAX_NESTING:
        return None
    known = typed_columns(record)
    values: dict[str, Any] = {}
    seen: set[str] = set()
    indent = "- "
    for line in block.text.rstrip("\n").split("\n"):
        found = _LINE.fullmatch(line)
        if not found or found[1] != indent:
            return None
        indent = "  "
        name, quoted, word = found.group(2, 3, 4)
        column = known.get(name)
        if column is None or name in seen:
            return None
        seen.add(name)
        if quoted is None and (word is None or word in NULLS):
            continue
        text = normalize("NFC", quoted or word)
        value = _read_value(column, text) if len(text) <= MAX_TEXT else None
        if value is None:
            return None
        values[name] = value
    whole = all(name in values for name, each in known.items() if each.required)
    return values if whole else None


def _read_value(column: Column, text: str) -> Any:
    """Read a value by its type; None for a list and for a mistake."""
    if column.choices:
        return text if text in column.choices else None
    match column.typed:
        case Typed.TEXT:
            return text
        case Typed.ID:
            return text if re.fullmatch(ID_PATTERN, text) and len(text) <= 100 else None
        case Typed.DATE:
            return _read_date(text)
    return None


def _read_date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None

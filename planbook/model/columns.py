"""What is known of each field of a record: its label, its explanation, how people type it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
LINK_PATTERN = r"https://[^\s<>\"]+\.[^\s<>\"]+"


class Typed(StrEnum):
    """How people write a field's value in YAML."""

    ID = "id"  # ASCII, lower case, digits and hyphens
    TEXT = "text"  # one line after folding
    TEXTS = "texts"  # a list of texts
    IDS = "ids"
    DATE = "date"  # YYYY-MM-DD
    LINKS = "links"  # a list of https addresses
    FLAG = "flag"  # true or false
    ROWS = "rows"  # a list of mappings, see `rows`


class Role(StrEnum):
    """What a field of a task tells."""

    PRINTED = "printed"  # the document's words, to the letter
    UNDERSTOOD = "understood"  # what they mean, beside them; an editor may type it
    REPORTED = "reported"  # by the unit, later


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of one field beside its value."""

    name: str
    place: int  # in the order of the record's fields
    label: str
    help: str
    typed: Typed | None
    required: bool
    choices: Mapping[str, str]
    rows: type | None
    example: str
    role: Role | None

    @property
    def plain(self) -> bool:
        """Tell whether people write the value without quotation marks."""
        return self.typed in (Typed.ID, Typed.DATE, Typed.FLAG) or bool(self.choices)

    @property
    def short(self) -> str:
        """Give the label where nothing stands beside it that it must be told from."""
        return self.label.removesuffix(" (nguyên văn)")


def column(
    label: str,
    help: str = "",
    typed: Typed | None = None,
    *,
    required: bool = False,
    choices: Mapping[str, str] | None = None,
    rows: type | None = None,
    example: str = "",
    role: Role | None = None,
) -> Any:
    """Declare a field of a record; one that nobody types is computed by `load`."""
    many = typed in (Typed.TEXTS, Typed.IDS, Typed.LINKS, Typed.ROWS)
    metadata = {
        "label": label,
        "help": help,
        "typed": typed,
        "required": required,
        "choices": choices or {},
        "rows": rows,
        "example": example,
        "role": role,
    }
    return field(default=() if many else None, metadata=metadata)


@cache
def columns(record: type) -> tuple[Column, ...]:
    """List the described fields of a record, in order."""
    return tuple(
        Column(name=each.name, place=at, **each.metadata)
        for at, each in enumerate(dataclasses.fields(record))
        if "label" in each.metadata
    )


@cache
def typed_columns(record: type) -> Mapping[str, Column]:
    """Find the fields that people type by name, in order."""
    return {each.name: each for each in columns(record) if each.typed}


@cache
def fields_of(record: type, role: Role) -> tuple[str, ...]:
    """Name the fields of a record that tell one kind of thing, in order."""
    return tuple(each.name for each in columns(record) if each.role is role)

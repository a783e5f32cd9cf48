"""A rule about the form of the data files, which every tool writes alike: order and quotation marks."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from unicodedata import is_normalized

from planbook.checking.rules import Finding, Scope, rule
from planbook.model import Column, Typed, quote, typed_columns
from planbook.reading.load import record_of
from planbook.reading.yaml_records import NULLS

# A field's name, and its value with the lines on which that goes on.
_FIELD = re.compile(r"^(?:- |  )([a-z_]+):(?: +([^\s#].*(?:\n {3,}[^\s#-].*)*))?$", re.M)
DECOMPOSED = "có dấu gõ rời khỏi chữ (Unicode tổ hợp); gõ lại bằng Unicode dựng sẵn"
_IN_WORDS = (Typed.TEXT, Typed.ID, Typed.DATE, Typed.FLAG)  # one value, on one line
_MEND = "; lệnh `tidy --write` sửa giúp"


@rule
def records_are_in_canonical_form(scope: Scope) -> Iterator[Finding]:
    """The fields of a record stand in the order of the model, texts in quotation marks, ids plain."""
    for (path, line), block in scope.blocks.items():
        record, name = record_of(path), block.guess_id()
        if record and (fault := _find_fault(typed_columns(record), _FIELD.findall(block.text))):
            yield Finding(path, line, name, fault[0], fault[1] + _MEND, "warning")
        elif not is_normalized("NFC", block.text):
            yield Finding(path, block.line, name, "", DECOMPOSED + _MEND, "warning")


def _find_fault(
    known: Mapping[str, Column], written: list[tuple[str, str]]
) -> tuple[str, str] | None:
    """Find the first field that stands or is written otherwise: its name, and what to write."""
    fields = [(known[name], value) for name, value in written if name in known]
    for (above, _), (column, _) in pairwise(fields):
        if column.place < above.place:
            order = sorted((each for each, _ in fields), key=lambda each: each.place)
            names = ", ".join(each.name for each in order)
            return column.name, f"đứng sau `{above.name}`; xếp các trường theo thứ tự: {names}"
    for column, value in fields:
        if not value or column.typed not in _IN_WORDS:
            continue
        value = " ".join(value.split())
        bare = value.strip("\"'")
        if value in NULLS or not bare:
            return column.name, f"{quote(value)}; để trống thì bỏ cả dòng"
        if value[0] in "|>":
            wanted = f'viết tất cả trên một dòng, `{column.name}: "…"`'
            return column.name, f"{quote(value[0])}: giá trị nằm ở các dòng dưới; {wanted}"
        if value[0] in "\"'" if column.plain else value[0] != '"':
            wanted = bare if column.plain else f'"{bare}"'
            return column.name, f"{quote(value)}; viết `{column.name}: {wanted}`"
    return None

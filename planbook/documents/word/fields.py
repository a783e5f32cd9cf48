"""Tell what the fields of a Word document show: what Word computes, and what people fill in."""

import re
from typing import Any

from docx.oxml.ns import qn

from planbook.documents.word.looks import is_switched_on

CHANGING = "có ngày giờ tự đổi theo hôm nay (trường DATE); xem lại bản gốc"
COUNTED = "có số do trường AUTONUM tự đánh, tệp không ghi ra; xem bản gốc rồi điền"

_CODES = (
    (re.compile(r"\s*(?:DATE|TIME)\b", re.I), CHANGING),
    (re.compile(r"\s*(?:AUTONUM|LISTNUM)", re.I), COUNTED),
)


def doubt_field(code: str) -> str:
    """Say what is doubtful of what a field shows, by its code, or nothing."""
    return next((doubt for pattern, doubt in _CODES if pattern.match(code)), "")


def read_form_field(field: Any) -> str:
    """Give what a list or a box of an older form shows, which no text of the document says."""

    def find(*names: str) -> Any:
        return next((each for name in names for each in field.iter(qn(name))), None)

    if entries := [each.get(qn("w:val"), "") for each in field.iter(qn("w:listEntry"))]:
        chosen = find("w:result", "w:default")
        return str(entries[0 if chosen is None else int(chosen.get(qn("w:val")))])
    if find("w:checkBox") is None:
        return ""
    return "☒" if is_switched_on(find("w:checked", "w:default")) else "☐"


def prompts(control: Any) -> bool:
    """Tell whether a form field still shows only what it asks for."""
    return control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None

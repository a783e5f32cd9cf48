"""Bring the text of a cell to the one line of a record, to the letter, and say what became of it."""

import re
from functools import lru_cache
from unicodedata import is_normalized

from openpyxl.utils.datetime import from_excel

from planbook.model import quote
from planbook.vietnamese.alphabet import normalise

# “100/QĐ-” over “TTg” is one number, “KH-” over “TC” one abbreviation.
_BROKEN = re.compile(r"(\S*\d\S*-|[A-ZĐĂÂÊÔƠƯ]-(?=\s*[A-ZĐĂÂÊÔƠƯ]{2}))[^\S\n]*\n\s*")
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NUMBER_MARKS = re.compile(r"^[\s(\[]+|[\s.,;:)\]]+$")
_EXCEL_DAY = re.compile(r"[45]\d{4}")  # Excel's number of a day between 2009 and 2064
_LONE_DASH = re.compile(r"[-–—]+")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Fold a printed cell to one line to the letter; what is broken at a hyphen is whole again."""
    folded = normalise(_BROKEN.sub(r"\1", HIDDEN.sub("", text)))
    return "" if _LONE_DASH.fullmatch(folded) else folded


def bare_number(text: str) -> str:
    """Give the number of a row without brackets and points."""
    return _NUMBER_MARKS.sub("", normalise(HIDDEN.sub("", text)))


def clean_field(name: str, raw: str) -> tuple[str, str]:
    """Give the text of a field as a record has it, and what is doubtful of it, in Vietnamese, or nothing."""
    text = clean(raw)
    if name == "number":
        number = bare_number(text)
        if text.rstrip(" .") == number:
            return number, ""
        return number, f"số thứ tự ghi không kèm ngoặc, dấu: {quote(text)} ghi là {quote(number)}"
    if name == "when_text" and _EXCEL_DAY.fullmatch(text):
        day = f"{from_excel(int(text)):%d/%m/%Y}"
        return day, f"thời gian là số {text} của Excel, đọc là “{day}”"
    if _BROKEN.search(raw):
        return text, "số hiệu, chữ viết tắt bị ngắt dòng sau dấu gạch nối, đã nối lại"
    if not is_normalized("NFC", raw) or HIDDEN.search(raw):
        return text, "có chữ tổ hợp hoặc ký tự ẩn, đã chuẩn hóa"
    return text, ""

"""Print a number as Excel shows it by the format of its cell, where the language is Vietnamese.

Where a format cannot be followed to the letter, the value is written plainly, and a doubt says so.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from planbook.model import quote

_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
_PIECE = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|(?P<space>_.)|\*.'
    r"|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?:Black|White|Red|Green|Blue|Yellow|Magenta|Cyan|Color ?\d+)\]"
    r"|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<plain>[-+():$ %€₫đ])|(?P<other>.)",
    re.I | re.S,
)
_LONGEST = Decimal(10) ** 11  # Excel shows greater numbers in powers of ten, unless told otherwise


def print_number(value: float, number_format: str) -> tuple[str, str]:
    """Print a number, with a doubt where the cell may show it otherwise."""
    number = Decimal(repr(value))
    sections = [each for each in _SECTION.findall(number_format)[:-1] or [number_format]]
    at = 1 if number < 0 and len(sections) > 1 else 2 if not number and len(sections) > 2 else 0
    section = sections[at]
    if section.strip().lower() in ("", "general", "@"):
        plain = _print_plainly(number)
        sure = number == number.to_integral_value() and abs(number) < _LONGEST
        return plain, "" if sure else f"Excel giữ ô này là số, đọc là {quote(plain)}"
    shown = _follow(abs(number), section)
    if shown is None:
        plain = _print_plainly(number)
        return plain, (
            f"Excel hiện số này theo định dạng {quote(number_format)}, đọc là {quote(plain)}"
        )
    return ("-" if number < 0 and at == 0 else "") + shown, ""


def print_text(text: str, number_format: str) -> str:
    """Print a text as its cell shows it: a format may add words to it, or stand for it."""
    sections = _SECTION.findall(number_format)[:-1]
    named = [each for each in sections if "@" in re.sub(r'"[^"]*"|\\.', "", each)]
    section = sections[3] if len(sections) > 3 else (named or ["@"])[-1]
    pieces = list(_PIECE.finditer(section))
    if any(each["digits"] or each["other"] not in (None, "@") for each in pieces):
        return text
    shown = "".join(
        text
        if each["other"]
        else each["words"] or each["sign"] or each["plain"] or (" " if each["space"] else "")
        for each in pieces
    )
    # A format that shows nothing is told by whoever looks for what is hidden.
    return shown.strip() if shown.strip() and section.strip() != "@" else text


def _print_plainly(number: Decimal) -> str:
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _follow(number: Decimal, section: str) -> str | None:
    """Print a number that is not negative by one section of a format; None for what is not known."""
    pieces = list(_PIECE.finditer(section))
    digits = [each["digits"] for each in pieces if each["digits"]]
    if len(digits) > 1 or any(each["other"] for each in pieces):
        return None
    number *= Decimal(100) ** sum(each["plain"] == "%" for each in pieces)
    text = ""
    for each in pieces:
        text += each["words"] or each["sign"] or each["money"] or each["plain"] or ""
        text += " " if each["space"] else ""
        text += _print_digits(number, each["digits"]) if each["digits"] else ""
    return text.strip()


def _print_digits(number: Decimal, pattern: str) -> str:
    """Print a number by the signs that stand for its digits."""
    before, _, after = pattern.partition(".")
    thousands = len(before) - len(before.rstrip(","))
    before, places = before.rstrip(","), sum(each in "0#?" for each in after)
    number = (number / Decimal(1000) ** thousands).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )
    whole, _, part = f"{number:f}".partition(".")
    whole = whole.lstrip("0").rjust(before.count("0"), "0")
    if "," in before:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    needed = after.count("0")
    while len(part) > needed and part.endswith("0"):
        part = part[:-1]
    return whole + ("," + part if part else "")

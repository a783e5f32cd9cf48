"""Write a date of an Excel cell as its number format shows it to a Vietnamese reader.

A date that would be read otherwise by people here (month first, year first) is written day first,
and told in the same words for a whole column.
"""

import datetime as dt
import re

_PART = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|[_*].|\[(?P<setting>[^]]*)\]'
    r"|(?P<code>d+|m+|y+|h+|s+|b+|e+|g+)|(?P<other>[^;])|(?P<end>;)",
    re.I | re.S,
)
_VIETNAMESE = re.compile(r"\[\$-[0-9A-F]*42A\]", re.I)
# Kept as “the system's date”, which is shown day first here, whatever the code says.
_SYSTEM = re.compile(r"mm-dd-yy|m/d/yy h:mm|\[\$-F800\].*|\[\$-x-sysdate\].*", re.I)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SPOKEN = (
    "Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai",
)  # fmt: skip
_NAMED, _WHOLE = 3, 4  # letters of a code that writes a name, and writes it whole
_READ_HERE = ("dmy", "dm", "my", "y", "d", "m")  # orders that cannot be taken for another


def write_date(value: dt.datetime | dt.date, number_format: str) -> tuple[str, str]:
    """Write a date, with a doubt where it does not stand as people here read dates."""
    codes = _list_codes(number_format or "")
    order = "".join(dict.fromkeys(kind for _, kind in codes if kind))
    timed = isinstance(value, dt.datetime) and (value.hour or value.minute)
    clock = f" {value:%H:%M}" if timed and "h" in order else ""
    if _SYSTEM.fullmatch(number_format):
        return f"{value:%d/%m/%Y}{clock}", ""
    if order not in _READ_HERE:
        doubt = f"là ngày mà Excel hiện theo kiểu “{number_format}”, đọc là ngày/tháng/năm"
        return f"{value:%d/%m/%Y}{clock}", doubt
    vietnamese = bool(_VIETNAMESE.search(number_format))
    text = "".join(_write_code(value, code, kind, vietnamese) for code, kind in codes)
    if any(len(code) >= _NAMED and kind == "m" for code, kind in codes):
        return text, f"là ngày mà Excel hiện theo kiểu “{number_format}”, chép như Excel hiện"
    return text, ""


def _list_codes(number_format: str) -> list[tuple[str, str]]:
    """List what a format writes: codes with their letter, w for a day of the week, and words."""
    found: list[tuple[str, str]] = []
    for each in _PART.finditer(number_format):
        if each["end"]:
            break
        if code := each["code"]:
            kind = code[0].lower()
            found.append((code, "w" if kind == "d" and len(code) >= _NAMED else kind))
        elif words := each["words"] or each["sign"] or each["other"]:
            found.append(("" if words == "@" else words, ""))
    return found


def _write_code(value: dt.datetime | dt.date, code: str, kind: str, vietnamese: bool) -> str:
    long = len(code)
    match kind:
        case "y":
            return f"{value:%Y}" if long > 2 else f"{value:%y}"
        case "m" if long >= _NAMED and vietnamese:
            return f"Tháng {_SPOKEN[value.month - 1]}" if long >= _WHOLE else f"Thg{value.month}"
        case "m" if long >= _NAMED:
            name = _MONTHS[value.month - 1]
            return name if long == _WHOLE else name[:1] if long > _WHOLE else name[:3]
        case "d" | "m":
            return f"{value.day if kind == 'd' else value.month:0{min(long, 2)}}"
    return code

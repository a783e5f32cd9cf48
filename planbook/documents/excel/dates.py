"""Write a date of an Excel cell as its number format shows it to a Vietnamese reader.

A date that would be read otherwise by people here (month first, year first) is written day first,
and told in the same words for a whole column.
"""

import datetime as dt
import re

_PART = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|[_*].|\[(?P<setting>[^]]*)\]|(?P<noon>AM/PM|A/P)'
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
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPOKEN = (
    "Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai",
)  # fmt: skip
_SPOKEN_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_NAMED, _WHOLE = 3, 4  # letters of a code that writes a name, and writes it whole
_READ_HERE = ("dmy", "dm", "my", "y", "d", "m", "")  # orders that cannot be taken for another


def write_date(value: dt.datetime | dt.date, number_format: str) -> tuple[str, str]:
    """Write a date, with a doubt where it does not stand as people here read dates."""
    codes = _list_codes(number_format or "")
    shown = [kind for _, kind in codes if len(kind) == 1]
    order = "".join(dict.fromkeys(kind for kind in shown if kind in "dmy"))
    timed = isinstance(value, dt.datetime) and (value.hour or value.minute)
    clock = f" {value:%H:%M}" if timed and "h" in shown else ""
    if _SYSTEM.fullmatch(number_format):
        return f"{value:%d/%m/%Y}{clock}", ""
    if order not in _READ_HERE or not shown or set(shown) & set("beg"):
        doubt = f"là ngày mà Excel hiện theo kiểu “{number_format}”, đọc là ngày/tháng/năm"
        return f"{value:%d/%m/%Y}{clock}", doubt
    vietnamese = bool(_VIETNAMESE.search(number_format))
    text = "".join(_write_code(value, code, kind, vietnamese) for code, kind in codes)
    if any(len(code) >= _NAMED and kind in ("d", "m") for code, kind in codes) or "h" in shown:
        return text, f"là ngày mà Excel hiện theo kiểu “{number_format}”, chép như Excel hiện"
    return text, ""


def _list_codes(number_format: str) -> list[tuple[str, str]]:
    """List what a format writes: codes with their letter, and words; an m beside hours is minutes."""
    found: list[tuple[str, str]] = []
    for each in _PART.finditer(number_format):
        if each["end"]:
            break
        if each["code"] or each["noon"]:
            kind = (each["code"] or "A")[0].lower()
            clock = next((k for _, k in reversed(found) if len(k) == 1), "")
            if kind == "m" and clock == "h":
                kind = "n"
            elif kind == "s" and clock == "m":
                last = max(at for at, (_, k) in enumerate(found) if k == "m")
                found[last] = (found[last][0], "n")
            found.append((each[0], kind))
        elif words := each["words"] or each["sign"] or each["other"]:
            found.append((words, "words" if words != "@" else "none"))
    return found


def _write_code(value: dt.datetime | dt.date, code: str, kind: str, vietnamese: bool) -> str:
    long = len(code)
    time = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    match kind:
        case "words":
            return code
        case "y":
            return f"{value:%Y}" if long > 2 else f"{value:%y}"
        case "m" if long >= _NAMED and vietnamese:
            return f"Tháng {_SPOKEN[value.month - 1]}" if long >= _WHOLE else f"Thg{value.month}"
        case "m" if long >= _NAMED:
            name = _MONTHS[value.month - 1]
            return name if long == _WHOLE else name[:1] if long > _WHOLE else name[:3]
        case "d" if long >= _NAMED and vietnamese:
            return _SPOKEN_DAYS[value.weekday()]
        case "d" if long >= _NAMED:
            name = _DAYS[value.weekday()]
            return name if long >= _WHOLE else name[:3]
        case "d" | "m" | "h" | "n" | "s":
            number = {"d": value.day, "m": value.month, "h": time.hour, "n": time.minute}
            return f"{number.get(kind, time.second):0{min(long, 2)}}"
        case "A":
            return "AM" if time.hour < 12 else "PM"
    return ""

"""Understand what a unit wrote into a cell of its report: a status, a day, a proof; or say what to ask.

Only words that can mean one thing are understood, and how is always told; progress is never inferred.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from planbook.checking.texts import find_personal
from planbook.model import LINK_PATTERN, STATUSES, quote
from planbook.vietnamese.alphabet import fold

_SYNONYMS = {
    "done": ("hoàn thành", "đã xong", "xong", "hoàn thành 100%", "đã hoàn thành 100%"),
    "in-progress": ("đang TH", "đang triển khai", "đang triển khai thực hiện", "đang tiến hành", "đang làm"),
    "dropped": ("đã hủy", "đã hủy bỏ"),
    "moved": ("đã lùi thời gian",),
}  # fmt: skip
_LABELS = {fold(label): key for key, label in STATUSES.items()} | {key: key for key in STATUSES}
_UNDERSTOOD = {fold(words): key for key, all in _SYNONYMS.items() for words in all}
# Words that are clear and no status: what to do instead of choosing one for the unit.
_ASKED = (
    (
        r"chua (?:thuc hien|th|trien khai|bat dau|lam|co)\b.*",
        "việc chưa bắt đầu không có tình trạng riêng: để trống ô này, hoặc hỏi lại đơn vị",
    ),
    (r"(?:qua han|tre han|cham).*", "quá hạn hay không là do máy tính: hỏi đơn vị đã làm đến đâu"),
    (
        r"(?:tam dung|tam hoan|tam ngung).*",
        "tạm dừng không phải đã bỏ: hỏi đơn vị còn làm tiếp không",
    ),
    (
        r"\d{1,2}(?:[.,]\d+)? ?%?",
        "phần trăm không nói được tình trạng: hỏi đơn vị đang làm hay đã xong",
    ),
)
_DAY = re.compile(
    r"(?:ngày )?(\d{1,2})(?: ?[/.-] ?| tháng )(\d{1,2})(?: ?[/.-] ?| năm )(\d{4}|\d{2})", re.I
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SERIAL = re.compile(r"(?:3[6-9]|[4-6]\d)\d{3}")  # of Excel: from 1998 to 2091
_FIRST_DAY = dt.date(1899, 12, 30)  # from which Excel counts
_LINK = re.compile(LINK_PATTERN)
_PLACE = re.compile(r"(?i)\b(?:https?:|www\.|file:|[a-z]:\\|\\\\)\S*")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a cell says: a value or None, and what to tell of it, in Vietnamese, or nothing."""

    value: Any = None
    told: str = ""
    more: str = ""  # words of the cell that belong into the result


def read_status(text: str) -> Understood:
    """Understand a status, in the words of the list or in others that mean just that."""
    words = fold(text).strip(" .;,")
    if text in STATUSES or words in _LABELS:
        return Understood(_LABELS.get(words, text))
    # Percent signs are no words, and 100 alone is a number of something.
    percent = re.sub(r"[ .;,]+", "", text) == "100%"
    if key := "done" if percent else _UNDERSTOOD.get(words):
        return Understood(key, f"{quote(text)} hiểu là “{STATUSES[key]}”")
    asked = next((hint for pattern, hint in _ASKED if re.fullmatch(pattern, words)), "")
    return Understood(told=asked or f"chọn một trong: {', '.join(STATUSES.values())}")


def read_day(text: str, today: dt.date | None, issued: dt.date | None) -> Understood:
    """Understand the day of a report, which is not to come and not before its plan."""
    plain = text.strip(" .;,")
    told = ""
    if found := _ISO_DAY.fullmatch(plain):
        year, month, number = map(int, found.groups())
    elif found := _DAY.fullmatch(plain):
        number, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif _SERIAL.fullmatch(plain):
        counted = _FIRST_DAY + dt.timedelta(int(plain))
        year, month, number = counted.year, counted.month, counted.day
    else:
        return Understood(told="viết ngày/tháng/năm, ví dụ 10/11/2025")
    try:
        day = dt.date(year, month, number)
    except ValueError:
        return Understood(told="không có ngày ấy; viết ngày/tháng/năm, ví dụ 10/11/2025")
    if today and day > today:
        return Understood(told=f"ngày chưa đến (hôm nay {today:%d/%m/%Y}); hỏi lại đơn vị")
    if issued and day < issued:
        return Understood(told=f"trước ngày ban hành văn bản ({issued:%d/%m/%Y}); hỏi lại đơn vị")
    if plain not in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%Y-%m-%d}"):
        told = f"{quote(text)} hiểu là {day:%d/%m/%Y}"
    return Understood(day, told)


def read_evidence(text: str) -> Understood:
    """Understand links; other words, as the number of a letter, belong into the result."""
    links = tuple(each.rstrip(".,;)") for each in _LINK.findall(text))
    rest = _LINK.sub("\n", text)
    if _PLACE.search(rest):
        return Understood(told="viết đầy đủ địa chỉ https://…")
    words = "; ".join(filter(None, (each.strip(" ;,.\t") for each in rest.split("\n"))))
    if not words:
        return Understood(links)
    return Understood(links or None, f"{quote(words)} không phải đường dẫn, ghi vào Kết quả", words)


def read_words(text: str) -> Understood:
    """Take words as they are, but for what nobody may publish."""
    found = next(find_personal(text), "")
    return Understood(told=found) if found else Understood(text)

"""Understand what Vietnamese official words say of time, and say what was not understood.

Words become a period, a recurrence or a condition. A vague word (đầu, giữa, cuối) never narrows a
period, and no date comes from nothing. Nothing here knows what day it is.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class When:
    """What some words mean; all empty when they say nothing of time."""

    start: dt.date | None = None
    end: dt.date | None = None
    recurrence: str | None = None  # CONTINUOUS or an RRULE value of RFC 5545
    months: tuple[str, ...] = ()  # YYYY-MM in which the task is due
    condition: str | None = None  # the words on which the time depends
    rest: str | None = None  # the words that were not understood
    doubts: tuple[str, ...] = ()  # contradictions, in Vietnamese


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written: the months it covers, its day and its year where they are written."""

    precision: str  # day, month, quarter, half, year
    months: tuple[int, ...]
    day: int | None = None
    year: int | None = None
    last_year: int | None = None  # of a period of several years

    def first(self) -> dt.date:
        """Give the first day, once the year is known."""
        return dt.date(self.year, min(self.months), self.day or 1)

    def last(self) -> dt.date:
        """Give the last day, once the year is known."""
        year, month = self.last_year or self.year, max(self.months)
        return dt.date(year, month, self.day or calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Piece:
    """One understood expression and where it stands in the words."""

    kind: str  # reference, condition, recurrence, monthday, period
    begin: int
    end: int
    value: str = ""  # the RRULE or the condition
    bound: str = ""  # before, after, from, until, or nothing: within
    period: Period | None = None
    upto: Period | None = None  # the other end of a range


# ---- the vocabulary ------------------------------------------------------------------------------

_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF_YEAR = rf"(?:\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*(?P<year>{_YEAR}))?"
_MONTH = r"(?:1[0-2]|0?[1-9])(?![\d.])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_QUARTER = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"
_AND = r"\s*(?:,|;|&|-|và|hoặc)\s*"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _number(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _read_date(found: re.Match[str]) -> Period:
    return Period("day", (int(found["month"]),), int(found["day"]), _year(found))


def _read_months(found: re.Match[str]) -> Period:
    return Period("month", _listed(found["list"], r"\d+"), year=_year(found))


def _read_quarters(found: re.Match[str]) -> Period:
    quarters = _listed(found["list"], r"iv|i+|\d+")
    months = tuple(month for each in quarters for month in range(3 * each - 2, 3 * each + 1))
    return Period("quarter", months, year=_year(found))


def _read_half(found: re.Match[str]) -> Period:
    first = 1 if found["half"] == "đầu" else 7
    return Period("half", tuple(range(first, first + 6)), year=_year(found))


def _read_years(found: re.Match[str]) -> Period:
    return Period("year", tuple(range(1, 13)), None, _year(found), int(found["last"]))


def _read_year(found: re.Match[str]) -> Period:
    return Period("year", tuple(range(1, 13)), None, _year(found))


def _listed(text: str, each: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_number(found) for found in re.findall(each, text)))


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (_regex(rf"(?:ngày\s+)?(?P<day>{_DAY})\s*[/.-]\s*(?P<month>{_MONTH})\s*[/.-]\s*(?P<year>{_YEAR})"), _read_date),
    (_regex(rf"ngày\s+(?P<day>{_DAY})\s+tháng\s+(?P<month>{_MONTH}){_OF_YEAR}"), _read_date),
    (_regex(rf"(?:ngày\s+)?(?P<day>{_DAY})/(?P<month>{_MONTH})(?!/)(?P<year>)"), _read_date),
    (
        _regex(
            rf"(?:tuần\s+(?:thứ\s+)?(?:\w+)\s+(?:của\s+)?)?(?:các\s+)?(?:tháng\s*|t(?=\d))"
            rf"(?P<list>{_MONTH}(?:{_AND}(?:tháng\s+)?{_MONTH}(?!\s*/\s*\d{{1,2}}\D))*){_OF_YEAR}"
        ),
        _read_months,
    ),
    (
        _regex(rf"(?:các\s+)?(?:quý\s*|q(?=[\div]))(?P<list>{_QUARTER}(?:{_AND}(?:quý\s+)?{_QUARTER})*){_OF_YEAR}"),
        _read_quarters,
    ),
    (_regex(rf"(?:(?:0?6|sáu)\s+tháng|nửa)\s+(?P<half>đầu|cuối)(?:\s+của)?\s+năm(?:\s+(?P<year>{_YEAR}))?"), _read_half),
    (
        _regex(
            rf"(?:giai\s+đoạn\s+|thời\s+kỳ\s+|(?:trong\s+)?(?:các\s+)?năm\s+|từ\s+năm\s+)?"
            rf"(?P<year>{_YEAR})\s*(?:-|đến(?:\s+năm)?)\s*(?P<last>{_YEAR})"
        ),
        _read_years,
    ),
    (_regex(rf"(?:cả\s+)?năm\s+(?P<year>{_YEAR})"), _read_year),
)  # fmt: skip

_BOUNDS = (
    ("before", _regex(r"trước\s+(?:hết\s+)?")),
    ("until", _regex(r"(?:chậm nhất|muộn nhất|không quá|cho đến|đến|tới|hết)(?:\s+(?:là|hết|vào|cuối))*\s+")),
    ("after", _regex(r"sau\s+")),
    ("from", _regex(r"(?:kể từ|bắt đầu từ|từ)\s+")),
)
_VAGUE = _regex(r"(?:(?:trong|vào|khoảng|dự kiến|đầu|giữa|cuối|nửa đầu|nửa cuối|hết)\s+)+")
_TO = _regex(r"\s*(?:đến\s+hết|đến|tới|-)\s*")

_FREQUENCY = {
    "năm": "FREQ=YEARLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "tháng": "FREQ=MONTHLY",
    "tuần": "FREQ=WEEKLY",
    "ngày": "FREQ=DAILY",
}
_UNIT = r"(?P<unit>năm|quý|tháng|tuần|ngày)(?!\w)"

_REFERENCE = _regex(
    # A document's number and date are not the task's time.
    rf"(?:số\s+)?\d+(?:/{_YEAR})?[/-][a-zđ&]{{2,}}[-–a-zđ&/\d]*"
    rf"(?:,?\s+ngày\s+(?:\d{{1,2}}\s*[/.-]\s*\d{{1,2}}(?:\s*[/.-]\s*{_YEAR})?|\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+{_YEAR}))?"
    rf"|(?:luật|bộ luật)\s[^,;.()]{{0,60}}?{_YEAR}"
)
_CONDITION = _regex(
    r"(?:(?:trong\s+vòng|(?:chậm|muộn)\s+nhất|không\s+quá|trong|sau)\s+(?:là\s+)?)?\d+\s+(?:ngày|tuần|tháng|giờ)"
    r"(?:\s+làm\s+việc)?,?\s+(?:sau|kể\s+từ|tính\s+từ|từ)\s(?!(?:ngày\s+)?\d)[^;.()]+"
    r"|(?:ngay\s+)?(?:sau\s+khi|khi\s+(?:có|được|xảy|phát|cần|cấp)|trước\s+khi|nếu\s+có|tùy\s+theo|tuỳ\s+theo)(?!\w)[^;.()]*"
    r"|(?:ngay\s+)?sau\s+(?:buổi|cuộc|hội\s+nghị|hội\s+thảo|kỳ\s+họp|đợt)(?!\w)[^;.()]*"
    r"|theo\s+(?:kế\s+hoạch|chương\s+trình|lịch|tiến\s+độ|yêu\s+cầu)\s+(?:được|của|do)(?!\w)[^;.]*"
)
_TIMES = _regex(
    r"(?:(?:ít nhất|tối thiểu|tối đa|khoảng)\s+)?(?:\d+|một|hai|ba|bốn)(?:\s*-\s*\d+)?\s+"
    rf"(?!(?:ngày|tuần|tháng|quý|năm)\b)[^\W\d_]+(?:\s+[^\W\d_]+){{0,2}}\s*(?:/|mỗi|một|trong một)\s*(?:0?1\s*)?{_UNIT}"
)
_EVERY = _regex(rf"(?:định kỳ\s+)?(?:mỗi\s+)?(?P<count>\d+)\s+{_UNIT}(?:\s*/\s*|\s+)(?:0?1|một)?\s*lần")
_EACH = _regex(rf"(?:định kỳ\s+)?(?:hàng|mỗi)\s+{_UNIT}")
_MONTHDAY = _regex(
    rf"(?P<before>trước\s+)?(?:(?:chậm nhất|đến)\s+)?(?:vào\s+)?ngày\s+(?:mùng\s+)?(?P<day>{_DAY})\s+(?=(?:của\s+)?(?:hàng|mỗi)\s+tháng)"
)
_CONTINUOUS = _regex(r"(?:thường xuyên|liên tục|xuyên suốt|quanh năm)(?!\w)")

_CLAUSES = re.compile(r"[;\n]|\.(?!\d)")
# A leftover without such words says nothing of time.
_TIMELY = re.compile(r"\d|\b(?:ngày|tuần|tháng|quý|năm|trước|sau|khi|đến|hạn|kỳ|tết|hè|quyết toán)\b")
_FILLER = re.compile(
    r"(?:ban hành|kế hoạch|báo cáo|thực hiện|hoàn thành|tổ chức|triển khai|trình|dự kiến|định kỳ|thời gian|"
    r"thời hạn|và|trong|vào|ngay|là|của|theo|từ|đến|cuối|đầu|giữa|khoảng|bắt đầu|kết thúc|xong|gửi|[\s,:()\"“”'–-])*"
)


# ---- reading -------------------------------------------------------------------------------------


def parse_when(
    words: str, *, issued: dt.date | None = None, year: int | None = None
) -> When:
    """Understand words of time; `year` (else the year of issue) completes dates without one."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", words)).strip()
    year = year or (issued.year if issued else None)
    read = _readable(text)
    when, rest, start = When(), [], 0
    borders = [*(found.span() for found in _CLAUSES.finditer(read)), (len(read), len(read))]
    pieces = list(_find_pieces(read))
    for begin, end in borders:
        if any(piece.begin < begin < piece.end for piece in pieces):
            continue
        inside = [piece for piece in pieces if start <= piece.begin < max(begin, start + 1)]
        inside = [piece for piece in inside if _is_dated(piece, inside, year)]
        when = _add_clause(when, inside, text, year)
        rest += _leftovers(text, read, start, begin, inside)
        start = end
    when = _settle(when)
    if rest and when == When(doubts=when.doubts) and "đột xuất" in read:
        return replace(when, condition=text)
    return replace(when, rest="; ".join(rest) or None)


def when_of_section(section: str, year: int | None) -> When:
    """Understand headings that are nothing but a period; the innermost one counts."""
    for heading in reversed(section.split(" › ")):
        bare = re.sub(r"\([^)]*\)", "", heading)
        bare = re.sub(r"^\s*(?:[IVX]+|\d+)[. )]+(?=\S)", "", bare).strip(" :.")
        pieces = list(_find_pieces(_readable(bare)))
        if len(pieces) == 1 and pieces[0].period and pieces[0].end - pieces[0].begin == len(bare):
            return parse_when(bare, year=year)
    return When()


def as_json(when: When) -> dict[str, Any]:
    """Give the fields that `build.py when` prints."""
    fields = {name: value for name, value in asdict(when).items() if name != "doubts"}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in fields.items()
    }


def _readable(text: str) -> str:
    """Lower and unify spellings without moving any character."""
    lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for one, other in (("hằng ", "hàng "), ("qúy", "quý"), ("quí", "quý"), ("–", "-"), ("—", "-")):
        lower = lower.replace(one, other)
    return lower


def _find_pieces(text: str) -> Iterator[Piece]:
    """Read the expressions of a text from left to right, trying each kind at each word."""
    at = 0
    while at < len(text):
        piece = None
        if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/."):
            piece = _read_piece(text, at)
        if piece:
            yield piece
        at = piece.end if piece else at + 1


def _read_piece(text: str, at: int) -> Piece | None:
    if found := _REFERENCE.match(text, at):
        return Piece("reference", at, found.end())
    if found := _CONDITION.match(text, at):
        return Piece("condition", at, found.end())
    if found := _TIMES.match(text, at) or _EACH.match(text, at):
        return Piece("recurrence", at, found.end(), _FREQUENCY[found["unit"]])
    if found := _EVERY.match(text, at):
        return Piece("recurrence", at, found.end(), _interval(found))
    if found := _MONTHDAY.match(text, at):
        day = int(found["day"]) - bool(found["before"])
        return Piece("monthday", at, found.end(), f"BYMONTHDAY={day or -1}")
    if found := _CONTINUOUS.match(text, at):
        return Piece("recurrence", at, found.end(), CONTINUOUS)
    return _read_period(text, at)


def _interval(found: re.Match[str]) -> str:
    frequency, count = _FREQUENCY[found["unit"]], max(1, int(found["count"]))
    if found["unit"] == "quý":
        return f"FREQ=MONTHLY;INTERVAL={3 * count}"
    return frequency if count == 1 else f"{frequency};INTERVAL={count}"


def _read_period(text: str, begin: int) -> Piece | None:
    """Read a period with its bound, or a range of two."""
    at, bound = begin, ""
    if found := _VAGUE.match(text, at):
        at = found.end()
    for name, pattern in _BOUNDS:
        if found := pattern.match(text, at):
            at, bound = found.end(), name
            break
    if found := _VAGUE.match(text, at):
        at = found.end()
    period, end = _match_period(text, at)
    if period is None:
        return None
    if bound == "from" and period.last_year:
        bound = ""
    if bound in ("", "from") and (found := _TO.match(text, end)):
        vague = _VAGUE.match(text, found.end())
        upto, upto_end = _match_period(text, vague.end() if vague else found.end())
        if upto is not None:
            return Piece("period", begin, upto_end, period=period, upto=upto)
    return Piece("period", begin, end, bound=bound, period=period)


def _match_period(text: str, at: int) -> tuple[Period | None, int]:
    for pattern, read in _PERIODS:
        if found := pattern.match(text, at):
            return read(found), found.end()
    return None, at


# ---- meaning -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Open(When):
    """A meaning that is still being gathered, clause by clause."""

    due: dt.date | None = None  # the latest day that was set as an end to keep
    due_sharp: bool = False  # that day is known to the day or the month
    spans: tuple[tuple[dt.date, dt.date], ...] = ()


def _add_clause(when: When, pieces: list[Piece], text: str, year: int | None) -> When:
    """Add what one clause says."""
    state = when if isinstance(when, _Open) else _Open(doubts=when.doubts)
    rule = next((p.value for p in pieces if p.kind == "recurrence"), None)
    for piece in pieces:
        if piece.kind == "condition":
            words = text[piece.begin : piece.end].strip(" ,")
            both = f"{state.condition}; {words}" if state.condition else words
            state = replace(state, condition=both)
        elif piece.kind == "monthday" and rule == "FREQ=MONTHLY":
            rule = f"{rule};{piece.value}"
        elif piece.kind == "period" and rule == "FREQ=YEARLY" and not _has_year(piece):
            rule = _yearly(piece)
        elif piece.kind == "period":
            state = _add_period(state, piece, text, year)
    if rule and (state.recurrence in (None, CONTINUOUS) or "BY" in rule):
        state = replace(state, recurrence=rule)
    return state


def _is_dated(piece: Piece, clause: list[Piece], year: int | None) -> bool:
    """Tell whether a piece can be understood: a period needs a year, or to come back every year."""
    yearly = any(each.value == "FREQ=YEARLY" for each in clause)
    return not piece.period or bool(year) or yearly or _has_year(piece)


def _has_year(piece: Piece) -> bool:
    return bool(piece.period.year or (piece.upto and piece.upto.year))


def _yearly(piece: Piece) -> str:
    """Write the rule of a period that comes back every year."""
    period = piece.period
    months = ",".join(map(str, period.months))
    if piece.upto:
        months = ",".join(map(str, range(min(period.months), max(piece.upto.months) + 1)))
        return f"FREQ=YEARLY;BYMONTH={months}"
    if period.day is None:
        if piece.bound == "before":
            return f"FREQ=YEARLY;BYMONTH={(min(period.months) - 2) % 12 + 1};BYMONTHDAY=-1"
        return f"FREQ=YEARLY;BYMONTH={months}"
    if piece.bound != "before":
        return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={period.day}"
    if period.day > 1:
        return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={period.day - 1}"
    return f"FREQ=YEARLY;BYMONTH={(period.months[0] - 2) % 12 + 1};BYMONTHDAY=-1"


def _add_period(state: _Open, piece: Piece, text: str, plan_year: int | None) -> _Open:
    words = text[piece.begin : piece.end]
    upto = piece.upto
    own = piece.period.year or (upto.year if upto else None) or plan_year
    first = replace(piece.period, year=own)
    last = replace(upto, year=upto.year or own) if upto else first
    try:
        start, end = first.first(), last.last()
    except ValueError:
        return replace(state, doubts=(*state.doubts, f"“{words}” không có trong lịch"))
    if end < start:
        return replace(state, doubts=(*state.doubts, f"“{words}” kết thúc trước khi bắt đầu"))
    if plan_year and not (plan_year - 1 <= end.year and start.year <= plan_year + 30):
        doubt = f"“{words}” xa năm {plan_year} của văn bản"
        return replace(state, doubts=(*state.doubts, doubt))
    sharp = last.precision in ("day", "month")
    match piece.bound:
        case "before":
            return _until(state, first.first() - dt.timedelta(days=1), sharp)
        case "until":
            return _until(state, end, sharp)
        case "from":
            return replace(state, start=min(filter(None, (state.start, start))))
        case "after":
            return replace(state, start=min(filter(None, (state.start, end + dt.timedelta(days=1)))))
    if upto and last.precision == "day":
        state = _until(state, end, True)
        return replace(state, spans=(*state.spans, (start, end)))
    months = state.months
    if not upto and first.precision in ("day", "month"):
        months = (*months, *(f"{own}-{month:02d}" for month in first.months))
    elif (start.year, start.month) == (end.year, end.month):
        months = (*months, f"{start:%Y-%m}")
    return replace(state, spans=(*state.spans, (start, end)), months=months)


def _until(state: _Open, end: dt.date, sharp: bool) -> _Open:
    if state.due and end <= state.due:
        return state
    return replace(state, due=end, due_sharp=sharp)


def _settle(when: When) -> When:
    """Join the periods and ends of all clauses into one, or doubt that they agree."""
    if not isinstance(when, _Open):
        return when
    starts = [*(start for start, _ in when.spans), *filter(None, (when.start,))]
    ends = [end for _, end in when.spans]
    start = min(starts, default=None)
    end = when.due or max(ends, default=None)
    months = tuple(sorted(set(when.months)))
    doubts = when.doubts
    if start and end and end < start:
        start, end, months = None, None, ()
        doubts = (*doubts, "các thời gian trái nhau")
    if when.due and end:
        months = (f"{end:%Y-%m}",) if when.due_sharp else ()
    return When(start, end, when.recurrence, months, when.condition, None, doubts)


def _leftovers(text: str, read: str, start: int, end: int, pieces: list[Piece]) -> list[str]:
    """List the words of a clause that were not understood and may speak of time."""
    understood = [piece for piece in pieces if piece.kind != "reference"]
    if not understood:
        whole = text[start:end].strip(" ,.()")
        return [] if _FILLER.fullmatch(read[start:end]) else [whole]
    found, at = [], start
    for piece in [*understood, Piece("", end, end)]:
        words = text[at : piece.begin].strip(" ,.():")
        plain = _REFERENCE.sub("", read[at : piece.begin])
        if _TIMELY.search(plain) and not _FILLER.fullmatch(plain):
            found.append(words)
        at = max(at, piece.end)
    return found

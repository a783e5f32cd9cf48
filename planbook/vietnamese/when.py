"""Understand what Vietnamese official words say of time, and say what was not understood.

Words become a period, a recurrence or a condition. A vague word (đầu, giữa, cuối) never narrows a
period, and no date comes from nothing. Nothing here knows what day it is.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
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
    """A period as written: the months it covers, its days and its year where they are written."""

    precision: str  # day, month, quarter, run (of months or quarters), part (of a year), year
    months: tuple[int, ...]
    days: tuple[int, ...] = ()
    year: int | None = None
    last_year: int | None = None  # of a period of several years

    def dates(self, year: int) -> tuple[dt.date, dt.date]:
        """Give its first and last day; a ValueError when no calendar has them in this order."""
        if list(self.months) != sorted(self.months) or list(self.days) != sorted(self.days):
            raise ValueError
        first_year, last_year = self.year or year, self.last_year or self.year or year
        month = self.months[-1]
        day = self.days[-1] if self.days else calendar.monthrange(last_year, month)[1]
        first_day = self.days[0] if self.days else 1
        return dt.date(first_year, self.months[0], first_day), dt.date(last_year, month, day)


@dataclass(frozen=True, slots=True)
class Piece:
    """One understood expression and where it stands in its clause."""

    kind: str  # reference, condition, recurrence, monthday, period
    begin: int
    end: int
    value: str = ""  # of the RRULE
    bound: str = ""  # before, until, since, after, or nothing: within
    period: Period | None = None
    upto: Period | None = None  # the other end of a range
    gap: str = "-"  # the words between the period before it and this one
    year: int | None = None  # completes what has no year of its own

    @property
    def written_year(self) -> int | None:
        """The year that stands in its words."""
        return next((each.year for each in (self.period, self.upto) if each and each.year), None)


# ---- the vocabulary ------------------------------------------------------------------------------
# It is tried on folded words in lower case, where "hằng" is "hàng" and a dash is a hyphen.

_YEAR = r"(?:19|20)\d\d(?!\d)"
# A year of two digits, or one that stands apart, is no year that this grammar may pass over.
_OF_YEAR = rf"(?:(?: ?(?:[/.-]|,? ?(?:của )?năm) ?| )(?P<year>{_YEAR})|(?! ?/ ?\d))"
_NUMBER = r"\d{1,2}(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_QUARTER = r"(?:iv|i{1,3}|\d)(?!\w)"
_AND = r" ?(?:,|&|\+|và|hoặc) ?"
_TO = r" ?(?:-|(?:cho )?đến|tới) ?"
# What may follow the last number of a list: before other words it counts something else, as in
# "tháng 7, 2 lớp".
_CLOSED = r"(?! ?/ ?\d{1,2}(?!\d))(?= ?(?:$|[,&+/.():-]|(?:và|hoặc|đến|tới|năm|hàng|mỗi)(?!\w)))"
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "chín": 9}
_NUMBERS = _WORDS | {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNT = rf"(?:\d+|{'|'.join(_WORDS)})(?!\w)"


def _list_of(number: str, unit: str) -> str:
    return rf"(?P<list>{number}(?:(?:{_AND}(?:{unit} ?)?|{_TO}){number}{_CLOSED}){{0,30}})"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _patterns(*pairs: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in pairs)


_ON = r"ngày (?:mùng |mồng )?"
_DAYS = rf"(?P<list>{_NUMBER}(?:(?:{_AND}|{_TO})(?:ngày )?{_NUMBER}){{0,30}})"
_MONTHS = _list_of(_NUMBER, "tháng")
_QUARTERS = _list_of(_QUARTER, "quý")
_WEEK = r"tuần (?:thứ )?\w+ (?:cùng )?(?:của )?"
_PERIODS = _patterns(
    ("day", rf"{_ON}{_DAYS} tháng (?P<month>{_NUMBER}){_OF_YEAR}"),
    ("day", rf"{_ON}{_DAYS} ?/ ?(?P<month>{_NUMBER}){_OF_YEAR}(?! ?/)"),
    ("day", rf"(?P<list>{_DAY}{_TO}{_DAY})/(?P<month>{_MONTH}){_OF_YEAR}(?! ?/)"),
    (
        "day",
        rf"(?P<list>{_DAY}(?:{_TO}{_DAY})?) tháng (?P<month>{_NUMBER}) năm (?P<year>{_YEAR})",
    ),
    (
        "day",
        rf"(?:{_ON})?(?P<list>{_NUMBER}) ?(?P<sign>[/.-]) ?(?P<month>{_NUMBER})"
        rf" ?(?:(?P=sign)|năm) ?(?P<year>{_YEAR})",
    ),
    ("day", rf"^(?P<list>{_DAY})/(?P<month>{_MONTH})$"),
    ("month", rf"(?:{_WEEK})?(?:các )?(?:tháng ?|t(?=\d)){_MONTHS}{_OF_YEAR}"),
    ("month", rf"(?P<list>{_MONTH}(?:{_TO}{_MONTH})?) ?/ ?(?P<year>{_YEAR})"),
    ("quarter", rf"(?:các )?(?:quý ?|q(?=[\div])){_QUARTERS}{_OF_YEAR}"),
    (
        "part",
        rf"(?:(?P<list>0?[1-9]|1[01]|ba|sáu|chín) tháng|nửa) (?P<part>đầu|cuối)(?: của)? năm"
        rf"(?: (?P<year>{_YEAR}))?",
    ),
    (
        "year",
        rf"(?:giai đoạn|thời kỳ|nhiệm kỳ|(?:các |cả |\d+ )?năm) (?P<year>{_YEAR})"
        rf"(?:(?:{_AND}|{_TO})(?:năm )?(?P<last>{_YEAR}))*",
    ),
    ("year", rf"(?P<year>{_YEAR}){_TO}(?:năm )?(?P<last>{_YEAR})"),
    ("year", rf"^(?P<year>{_YEAR})$"),
    ("year", rf"(?:cả|suốt) năm{_CLOSED}"),
)
# Understood only after a word such as "trước", "đến", "trong", or in a list.
_SHORT_PERIODS = _patterns(
    ("day", rf"(?P<list>{_DAY})/(?P<month>{_MONTH})(?! ?/)"),
    ("year", rf"(?P<year>{_YEAR}){_CLOSED}"),
    ("year", rf"năm(?: nay)?{_CLOSED}"),
)

_HOUR = r"(?:lúc )?\d{1,2} ?(?:h|giờ) ?(?:\d{1,2} ?(?:phút)?)?,? "
_BOUND = re.compile(
    r"(?P<until>(?:(?:chậm|muộn|trễ) nhất|không (?:quá|(?:muộn|chậm) hơn)|hạn (?:cuối|chót)|"
    r"kết thúc|(?:từ nay )?(?:cho )?đến|tới|hết|trước(?= (?:hết |lúc |\d+ ?(?:h|giờ))))"
    rf"(?: (?:là|hết|vào|trong))*:? (?:{_HOUR})?)"
    r"|(?P<before>trước )|(?P<after>sau )|(?P<since>(?:kể từ|bắt đầu(?: (?:từ|vào))?|từ) )"
)
_VAGUE = re.compile(
    r"(?:(?:trong|vào|khoảng|dự kiến|(?P<part>đầu|giữa|cuối|nửa (?:đầu|cuối)(?! năm)|"
    r"(?:thượng|trung|hạ) tuần)) )*"
)
_ONWARD = re.compile(r" trở (?:đi|về sau)")
_UPTO = re.compile(rf"{_TO}(?:hết )?")
_LISTED = re.compile(_AND)
_INSIDE = re.compile(r"[ ,(]*(?:(?:thuộc|của|trong) )?")
_JOINED = _any_of(_LISTED.pattern, _INSIDE.pattern)

_YEARLY, _MONTHLY = "FREQ=YEARLY", "FREQ=MONTHLY"
_FREQUENCIES = {"năm": _YEARLY, "tháng": _MONTHLY, "tuần": "FREQ=WEEKLY", "ngày": "FREQ=DAILY"}
_UNIT = r"(?P<unit>năm|quý|tháng|tuần|ngày)(?!\w)"
_THING = r"(?!(?:năm|quý|tháng|tuần|ngày)(?!\w))[^\W\d_]+"
_RECURRENCES = (
    # hàng năm, định kỳ 6 tháng, mỗi quý 01 lần, 01 lớp/năm, ít nhất 2 lần mỗi quý, 1 lần/6 tháng
    re.compile(
        rf"(?:(?:định kỳ )?(?:hàng|mỗi)|định kỳ|(?:(?:ít nhất|tối thiểu|tối đa|khoảng|từ) )?"
        rf"{_COUNT}(?:{_TO}{_COUNT})?(?: {_THING}){{1,5}}?(?: ?/| mỗi| trong|(?= một))) ?"
        rf"(?:(?P<count>{_COUNT}) )?{_UNIT}(?! ?(?:{_YEAR}|\d+/|(?:đầu|cuối) ))"
        rf"(?:,? (?:ít nhất )?{_COUNT} {_THING})?"
    ),
    # 6 tháng một lần, 3 tháng/lần
    re.compile(rf"(?:định kỳ |mỗi |cứ )*(?P<count>{_COUNT}) {_UNIT}(?: ?/ ?| )(?:{_COUNT} )?lần"),
)
_CONTINUOUS = re.compile(r"(?<!không )(?:thường xuyên|liên tục|xuyên suốt|quanh năm)(?!\w)")
_MONTHDAY = re.compile(
    rf"(?P<before>trước )?(?:(?:chậm nhất|đến) )?(?:vào )?{_ON}(?P<day>{_DAY})"
    r"(?! ?[/.-] ?\d| tháng \d)(?: của(?= ))?"
)

# A document's number and date, and a year that belongs to a name, are not the task's time.
_REFERENCE = _any_of(
    # số 105/TB-UBND ngày 17/3/2021, 85/2025/NĐ-CP, số /KH-SKHCN ngày /9/2025
    rf"(?:(?:số ?)?\d+(?:/{_YEAR})?|số ?)[/-][a-zđ&^]{{2,}}[-a-zđ&^/\d]*"
    rf"(?:,? ngày ?(?:\d{{1,2}})? ?(?:[/.-]|tháng) ?\d{{1,2}}(?: ?(?:[/.-]|,? ?năm) ?{_YEAR})?)?",
    # Bản tin số 5,6/2025, Thông tư 02/2025
    r"(?:số|nghị định|thông tư|nghị quyết|quyết định|chỉ thị|công văn) \d+(?:(?: và |, ?|-|/)\d+)*",
    # Luật Viễn thông 2023
    rf"(?:bộ )?luật (?:(?!(?:trước|trong|đến|từ|quý|tháng|vào) )[^,;.()]){{0,60}}?{_YEAR}",
    # năm học 2024-2025, dự toán năm 2026
    r"(?:năm học|(?:kế hoạch|dự toán|chương trình|ngân sách|công tác|nhiệm vụ|báo cáo|kết quả) năm)"
    rf" {_YEAR}(?: ?- ?{_YEAR})?",
)
_TAIL = r"(?!\w)(?:[^;()]|\([^()]*\)(?= ?\w))*"
_PLAN = (
    r"(?:kế hoạch|chương trình|lịch|tiến độ|yêu cầu|chỉ đạo|hướng dẫn|thông báo|quy định|đề nghị)"
)
_CONDITION = _any_of(
    # chậm nhất 3 ngày làm việc sau …, but not: 30 ngày kể từ ngày 15/9
    r"(?:(?:(?:chậm|muộn) nhất|không quá|trong(?: vòng)?|sau|trước) (?:là )?)?"
    r"\d+ (?:ngày|tuần|tháng|giờ)(?: làm việc)?,? (?:sau|trước|kể từ|tính từ|từ)"
    rf"(?! (?:(?:ngày|tháng|quý|năm) )?[\div]+\b){_TAIL}",
    r"(?:ngay )?(?:sau khi|trước khi|nếu có|tùy theo|tùy thuộc|khi (?:có|được|xảy|phát|cần|cấp|đủ|"
    r"trung ương|chính phủ|bộ|ubnd|hđnd|tỉnh|kết thúc|hoàn thành|văn bản|đề án))"
    rf"{_TAIL}",
    r"(?:ngay )?(?:sau|trước) (?:buổi|cuộc|hội nghị|hội thảo|đại hội|(?:kỳ|phiên) họp|đợt|"
    rf"ngày (?:họp|ký|tổ chức|ban hành|nhận)){_TAIL}",
    r"(?:kể từ|tính từ|từ) (?:ngày|khi|thời điểm)(?: (?!(?:đến|trước|mùng|mồng) )[^\W\d]+)+",
    rf"theo {_PLAN}(?: \w+){{0,3}}? (?:đã )?(?:được|của|do|số){_TAIL}",
    rf"^theo {_PLAN}(?: (?!(?:hàng|mỗi|quý|tháng|trong|năm)(?!\w))[^\W\d]+)*$",
    rf"^đột xuất{_TAIL}",
    rf"đột xuất(?= (?:khi|theo|nếu) ){_TAIL}",
)
# Where a condition may end and a time of its own begin.
_PAUSE = re.compile(r"(,?) (?:(?:hoàn thành|báo cáo|trình|dự kiến) )*")

_WORD = re.compile(r"(?<![\w/.])\w")
_SPELLINGS = {"hằng ": "hàng ", "qúy": "quý", "quí": "quý", "tuỳ": "tùy", "–": "-", "—": "-"}
_CLAUSE_END = re.compile(r";|\. ")
# A leftover without such words says nothing of time.
_TIMELY = re.compile(
    r"\d|\b(?:ngày|tuần|tháng|quý|năm|trước|sau|khi|đến|hạn|kỳ|tết|hè|thứ|chủ nhật|đột xuất)\b"
)
_FILLER = re.compile(
    r"(?:ban hành|kế hoạch|báo cáo|thực hiện|hoàn thành|tổ chức|triển khai|trình|dự kiến|định kỳ|"
    r"thời gian|thời hạn|(?:lần|đợt|bước|giai đoạn) \d+|năm nay|và|trong|vào|ngay|là|của|theo|từ|"
    r"đến|cuối|đầu|giữa|khoảng|bắt đầu|kết thúc|xong|gửi|[ ,:()\"“”'-])*"
)


# ---- reading -------------------------------------------------------------------------------------


def parse_when(words: str, *, issued: dt.date | None = None, year: int | None = None) -> When:
    """Understand words of time; `year` (else the year of issue) completes dates without one."""
    text = " ".join(unicodedata.normalize("NFC", words).split())
    year = year or (issued.year if issued else None)
    clauses = [each.strip(" ,.") for each in _CLAUSE_END.split(text)]
    readings = _give_years([list(_find_pieces(_readable(each))) for each in clauses], year)
    draft = _Draft(year)
    for clause, pieces in zip(clauses, readings, strict=True):
        _add_clause(draft, clause, pieces)
    return _settle(draft, text)


def when_of_section(section: str, year: int | None) -> When:
    """Understand headings that are nothing but a period; the innermost one counts."""
    when = When()
    for heading in section.split(" › "):
        bare = re.sub(r"\([^)]*\)", "", heading)
        bare = re.sub(r"^\s*(?:[IVX]+|\d+)[. )]+(?=\S)", "", bare).strip(" :.")
        pieces = list(_find_pieces(_readable(bare)))
        if len(pieces) == 1 and pieces[0].period and pieces[0].end - pieces[0].begin == len(bare):
            when = replace(parse_when(bare, year=year), rest=None)
            year = pieces[0].written_year or year
    return when


def as_json(when: When) -> dict[str, Any]:
    """Give the fields that `build.py when` prints."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(when).items()
        if name != "doubts"
    }


def _readable(text: str) -> str:
    """Lower and unify spellings without moving any character."""
    lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for one, other in _SPELLINGS.items():
        lower = lower.replace(one, other)
    return lower


def _find_pieces(text: str) -> Iterator[Piece]:
    """Read the expressions of a clause from left to right, trying each kind at each word."""
    end, last = 0, None
    for word in _WORD.finditer(text):
        if (at := word.start()) < end:
            continue
        gap = text[last.end : at] if last else "-"
        listed = bool(_LISTED.fullmatch(gap))
        piece = _read_piece(text, at, listed)
        if piece is None:
            continue
        if piece.period:
            # "trước ngày 15/6 và 15/12": the second is bound as the first.
            alike = listed and last.period.precision == piece.period.precision
            bound = piece.bound or (last.bound if alike else "")
            last = piece = replace(piece, bound=bound, gap=gap)
        yield piece
        end = piece.end


def _read_piece(text: str, at: int, listed: bool) -> Piece | None:
    if found := _REFERENCE.match(text, at):
        return Piece("reference", at, found.end())
    if found := _CONDITION.match(text, at):
        return Piece("condition", at, _end_of_condition(text, at, found.end()))
    for pattern in _RECURRENCES:
        if found := pattern.match(text, at):
            return Piece("recurrence", at, found.end(), _interval(found))
    if found := _CONTINUOUS.match(text, at):
        return Piece("recurrence", at, found.end(), CONTINUOUS)
    if piece := _read_period(text, at, listed):
        return piece
    if found := _MONTHDAY.match(text, at):
        day = int(found["day"]) - bool(found["before"])
        return Piece("monthday", at, found.end(), str(day or -1))
    return None


def _end_of_condition(text: str, begin: int, end: int) -> int:
    """Find where a deadline or period of its own follows a condition."""
    references = [found.span() for found in _REFERENCE.finditer(text, begin, end)]
    for pause in _PAUSE.finditer(text, begin, end):
        if any(first <= pause.start() < last for first, last in references):
            continue
        piece = _read_period(text, pause.end(), bool(pause[1]))
        # After a mere space a year belongs to a name: "Đề án phát triển … đến năm 2030".
        if piece and (pause[1] or (piece.bound and piece.period.precision == "day")):
            return pause.start()
    return end


def _interval(found: re.Match[str]) -> str:
    count, unit = _number(found["count"] or "một") or 1, found["unit"]
    if unit == "quý":
        count, unit = 3 * count, "tháng"
    return _FREQUENCIES[unit] if count == 1 else f"{_FREQUENCIES[unit]};INTERVAL={count}"


def _read_period(text: str, begin: int, listed: bool) -> Piece | None:
    """Read a period with its bound, or a range of two."""
    at, bound = _VAGUE.match(text, begin).end(), ""
    if found := _BOUND.match(text, at):
        at, bound = found.end(), found.lastgroup
    vague = _VAGUE.match(text, at)
    period, end = _match_period(text, vague.end(), listed or vague.end() > begin)
    if period is None:
        return None
    if bound in ("", "since"):
        if found := _UPTO.match(text, end):
            upto, upto_end = _match_period(text, _VAGUE.match(text, found.end()).end(), True)
            if upto:
                return Piece("period", begin, upto_end, period=period, upto=upto)
        if found := _ONWARD.match(text, end):
            bound, end = "since", found.end()
        elif period.last_year or period.precision == "run" or len(period.days) > 1:
            bound = ""  # a range by itself: "từ 28-30/7"
    if vague["part"]:  # "trước cuối tháng 9" may be any day of September
        bound = {"before": "until", "after": "since"}.get(bound, bound)
    return Piece("period", begin, end, bound=bound, period=period)


def _match_period(text: str, at: int, short: bool) -> tuple[Period | None, int]:
    for precision, pattern in (*_PERIODS, *(_SHORT_PERIODS if short else ())):
        if (found := pattern.match(text, at)) and not text.startswith(" âm lịch", found.end()):
            return _period(precision, found.groupdict()), found.end()
    return None, at


def _period(precision: str, words: dict[str, str | None]) -> Period:
    """Turn the parts of an expression into a period."""
    numbers = _listed(words.get("list") or "")
    months, days = tuple(range(1, 13)), ()
    match precision:
        case "day":
            months, days = (int(words["month"]),), numbers
        case "month":
            months = numbers
        case "quarter":
            months = tuple(3 * quarter - back for quarter in numbers for back in (2, 1, 0))
        case "part":
            count = _number(words["list"] or "sáu")
            months = months[:count] if words["part"] == "đầu" else months[-count:]
    if precision in ("month", "quarter") and re.search(_TO, words["list"]):
        precision = "run"
    year, last_year = (int(words[name]) if words.get(name) else None for name in ("year", "last"))
    return Period(precision, months, days, year, last_year)


def _listed(text: str) -> tuple[int, ...]:
    """Read a list of numbers, filling the ranges in it."""
    numbers: list[int] = []
    for sign, word in re.findall(r"(?: ?(-|đến|tới))?[^\div]*(iv|i+|\d+)", text):
        number = _number(word)
        first = numbers[-1] + 1 if sign and numbers else number
        numbers += range(first, number + 1) or [number]
    return tuple(dict.fromkeys(numbers))


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)


def _give_years(readings: list[list[Piece]], plan_year: int | None) -> list[list[Piece]]:
    """Complete each period without a year: by its neighbour's, the last one written, the plan's."""
    written = [piece.written_year for pieces in readings for piece in pieces]
    known = plan_year or next(filter(None, written), None)
    complete: list[list[Piece]] = []
    for pieces in readings:
        complete.append([])
        for piece, after in zip(pieces, [*pieces[1:], None], strict=False):
            year = piece.written_year
            if year is None and after and _JOINED.fullmatch(after.gap):
                year = after.written_year
            if piece.upto and piece.upto.year and not piece.period.year:
                # "từ tháng 11 đến tháng 2/2026" begins in the plan's year.
                year -= piece.period.months[0] > piece.upto.months[-1] and known == year - 1
            complete[-1].append(replace(piece, year=year or known))
            if piece.written_year and not piece.period.last_year:
                known = (piece.upto or piece.period).year or known
    return complete


# ---- meaning -------------------------------------------------------------------------------------

_CONTRADICTION = "các thời gian trái nhau"


@dataclass(frozen=True, slots=True)
class _Span:
    """A period in the calendar; an open side is None."""

    clause: int
    start: dt.date | None
    end: dt.date | None
    months: tuple[str, ...] = ()
    deadline: bool = False

    def holds(self, other: "_Span") -> bool:
        """Tell whether another period lies in this one."""
        sides = (self.start, other.start, other.end, self.end)
        return None not in sides and list(sides) == sorted(sides)


@dataclass(slots=True)
class _Draft:
    """What was understood so far, clause by clause."""

    plan_year: int | None
    clauses: int = 0
    recurrence: str | None = None
    spans: list[_Span] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def _add_clause(draft: _Draft, clause: str, pieces: list[Piece]) -> None:
    """Add what one clause says, and what of it was not understood."""
    draft.clauses += 1
    rules = [piece.value for piece in pieces if piece.kind == "recurrence"]
    rule = next((each for each in rules if each != CONTINUOUS), CONTINUOUS if rules else None)
    months, days, understood = set(), set(), []
    for piece in pieces:
        words = clause[piece.begin : piece.end].strip(" ,")
        match piece.kind:
            case "reference":
                continue
            case "condition":
                draft.conditions.append(words)
            case "recurrence" if piece.value not in (rule, CONTINUOUS):
                continue
            case "monthday":
                if rule != _MONTHLY:
                    continue
                days.add(int(piece.value))
            case "period" if rule == _YEARLY and not piece.written_year:
                own_months, own_days = _come_back(piece)
                if not own_months or (months and days != own_days):
                    continue
                months, days = months | own_months, own_days
            case "period" if not _add_period(draft, piece, words):
                continue
        understood.append(piece)
    draft.rest += _leftovers(clause, understood)
    for name, numbers in (("BYMONTH", months), ("BYMONTHDAY", days)):
        if numbers:
            rule += f";{name}={','.join(map(str, sorted(numbers)))}"
    if draft.recurrence in (None, CONTINUOUS):
        draft.recurrence = rule or draft.recurrence
    elif rule and rule.startswith(f"{draft.recurrence};BY"):
        draft.recurrence = rule
    elif rule and rule != CONTINUOUS and not draft.recurrence.startswith(rule):
        draft.rest.append(clause)


def _come_back(piece: Piece) -> tuple[set[int], set[int]]:
    """Give the months and days in which a period comes back every year; none when it cannot."""
    first, last = piece.period, piece.upto or piece.period
    try:
        _ = first.dates(2024), last.dates(2024)
    except ValueError:
        return set(), set()
    if piece.bound in ("since", "after"):
        return set(), set()
    if piece.bound == "before":
        day = first.days[0] - 1 if first.days else 0
        return {first.months[0] if day else first.months[0] - 1 or 12}, {day or -1}
    if piece.upto:
        return set(range(first.months[0], last.months[-1] + 1)), set()
    return set(first.months), set(first.days)


def _add_period(draft: _Draft, piece: Piece, words: str) -> bool:
    """Add a period to the calendar; False when it has no place there."""
    if piece.year is None:
        return False
    try:
        start, _ = piece.period.dates(piece.year)
        _, end = (piece.upto or piece.period).dates(piece.year)
        span = _span(piece, start, end, draft.clauses)
    except (ValueError, OverflowError):
        draft.doubts.append(f"“{words}” không có trong lịch")
        return False
    plan_year = draft.plan_year or piece.year
    if end < start:
        draft.doubts.append(f"“{words}” kết thúc trước khi bắt đầu")
        return False
    if not (plan_year - 1 <= end.year and start.year <= plan_year + 30):
        draft.doubts.append(f"“{words}” xa năm {plan_year} của văn bản")
    last = draft.spans[-1] if draft.spans else None
    if not (last and last.clause == span.clause and _INSIDE.fullmatch(piece.gap)):
        draft.spans.append(span)
    elif last.holds(span):  # "Quý III (tháng 9)": the narrower one is meant
        draft.spans[-1] = span
    elif not span.holds(last):
        if "(" in piece.gap and None not in (last.start, last.end, span.start, span.end):
            draft.doubts.append(_CONTRADICTION)
        draft.spans.append(span)
    return True


def _span(piece: Piece, start: dt.date, end: dt.date, clause: int) -> _Span:
    """Place a period in the calendar as its bound says, with the months in which it is due."""
    precise = (piece.upto or piece.period).precision
    match piece.bound:
        case "before" | "until":
            last = start - dt.timedelta(1) if piece.bound == "before" else end
            months = (f"{last:%Y-%m}",) if precise in ("day", "month") else ()
            return _Span(clause, None, last, months, deadline=True)
        case "since":
            return _Span(clause, start, None)
        case "after":
            return _Span(clause, end + dt.timedelta(1), None)
    months = ()
    if precise == "month" and not piece.upto:
        months = tuple(f"{start.year}-{month:02}" for month in piece.period.months)
    elif precise == "day" or (start.year, start.month) == (end.year, end.month):
        months = (f"{end:%Y-%m}",)
    return _Span(clause, start, end, months)


def _settle(draft: _Draft, text: str) -> When:
    """Join the periods of all clauses into one, or doubt that they agree."""
    spans: list[_Span] = []
    for span in draft.spans:
        begun = [each.start for each in spans if each.start]
        if span.deadline and begun and not spans[-1].deadline:
            if min(begun) <= span.end:  # it bounds what stands before it
                spans = [e if e.deadline else replace(e, end=None, months=()) for e in spans]
            elif span.clause == spans[-1].clause:
                draft.doubts.append(_CONTRADICTION)
        spans.append(span)
    start = min((each.start for each in spans if each.start), default=None)
    end = max((each.end for each in spans if each.end), default=None)
    if start and any(each.end and each.end < start for each in spans):
        start = None  # a part of the task ends before the dated beginning
    if end and any(each.start and each.start > end for each in spans):
        end = None  # a part of it goes on after the dated end
    months = tuple(sorted({month for each in spans for month in each.months}))
    condition, rest = "; ".join(draft.conditions) or None, "; ".join(draft.rest) or None
    if _CONTRADICTION in draft.doubts:
        start, end, months, rest = None, None, (), text
    return When(start, end, draft.recurrence, months, condition, rest, tuple(draft.doubts))


def _leftovers(clause: str, pieces: list[Piece]) -> list[str]:
    """List the words of a clause that were not understood and may speak of time."""
    read, found, at = _readable(clause), [], 0
    for piece in [*pieces, Piece("", len(clause), len(clause))]:
        plain = _REFERENCE.sub("", read[at : piece.begin]) if pieces else read
        timely, filler = _TIMELY.search(plain), _FILLER.fullmatch(plain)
        if (timely and not filler) if pieces else (timely or not filler):
            words = clause[at : piece.begin].strip(" ,.:")
            whole = words.count("(") == words.count(")")
            found.append(words if whole else words.strip("() ,.:"))
        at = piece.end
    return found

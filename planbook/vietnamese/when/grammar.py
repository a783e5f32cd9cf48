"""The grammar of official words of time: which expressions stand in a clause, and what they write.

A vague word (đầu, giữa, cuối) never narrows a period. What an expression means is said elsewhere.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

CONTINUOUS = "continuous"


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
class Expression:
    """One understood expression and where it stands in its clause."""

    kind: str  # reference, condition, recurrence, monthday, period, unread
    begin: int
    end: int
    value: str = ""  # of a recurrence its RRULE, of a day of the month its number


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodExpression(Expression):
    """A period or a range of two, with what bounds it."""

    period: Period
    upto: Period | None = None  # the other end of a range
    bound: str = ""  # before, until, since, after, or nothing: within
    gap: str = "-"  # the words between the period before it and this one
    year: int | None = None  # completes what has no year of its own

    @property
    def last(self) -> Period:
        """The period that ends it."""
        return self.upto or self.period

    @property
    def written_year(self) -> int | None:
        """The year that stands in its words."""
        return self.period.year or (self.upto.year if self.upto else None)


# ---- the vocabulary ------------------------------------------------------------------------------
# It is tried on small letters and single spaces, where "hằng" is "hàng" and a dash is a hyphen.

_YEAR = r"(?:19|20)\d\d(?!\d)"
# A year of two digits, or one that stands apart, is no year that this grammar may pass over.
_OF_YEAR = rf"(?:(?: ?(?:[/.-]|,? ?(?:của )?năm) ?| )(?P<year>{_YEAR})|(?! ?/ ?\d))"
_NUMBER = r"\d{1,2}(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_QUARTER = r"(?:[ivx]+|\d{1,2})(?!\w)"  # V and 5 too: that no year has them is said later
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
    (
        "day",
        rf"(?<!-)(?<!- )(?<!đến )(?P<list>{_DAY})/(?P<month>{_MONTH})(?=(?:{_AND}{_DAY}/{_MONTH})* (?:hàng|mỗi) năm(?!\w))",
    ),
    ("month", rf"(?:{_WEEK})?(?:các )?(?:tháng ?|t(?=\d)){_MONTHS}{_OF_YEAR}"),
    ("month", rf"(?P<list>{_MONTH}(?:{_TO}{_MONTH})?) ?/ ?(?P<year>{_YEAR})"),
    ("quarter", rf"(?:các )?(?:quý ?|q ?(?=[\divx])){_QUARTERS}{_OF_YEAR}"),
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
# Months and quarters in words, lunar or of no year: no part of what follows, above all not the year.
_UNREAD = re.compile(
    r"(?:tháng|quý) (?:thứ )?(?:\d+|[ivxlc]+|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai)?|giêng|chạp)"
    rf"(?: ?/ ?|,? (?:của )?năm ){_YEAR}"
)
_VAGUE = re.compile(
    r"(?:(?:trong|vào|khoảng|dự kiến|(?P<part>đầu|giữa|cuối|nửa (?:đầu|cuối)(?! năm)|"
    r"(?:thượng|trung|hạ) tuần)) )*"
)
_ONWARD = re.compile(r" trở (?:đi|về sau)")
_UPTO = re.compile(rf"{_TO}(?:hết )?")
_LISTED = re.compile(_AND)
INSIDE = re.compile(r"[ ,(]*(?:(?:thuộc|của|trong) )?")
_JOINED = _any_of(_LISTED.pattern, INSIDE.pattern)

YEARLY, MONTHLY = "FREQ=YEARLY", "FREQ=MONTHLY"
_FREQUENCIES = {"năm": YEARLY, "tháng": MONTHLY, "tuần": "FREQ=WEEKLY", "ngày": "FREQ=DAILY"}
_UNIT = r"(?P<unit>năm|quý|tháng|tuần|ngày)(?!\w)"
_THING = r"(?!(?:năm|quý|tháng|tuần|ngày)(?!\w))[^\W\d_]+"
_RECURRENCES = (
    # hàng năm, định kỳ 6 tháng, mỗi quý 01 lần, 01 lớp/năm, ít nhất 2 lần mỗi quý, 1 lần/6 tháng
    re.compile(
        rf"(?:(?:định kỳ )?(?:hàng|mỗi)|định kỳ|(?:(?:ít nhất|tối thiểu|tối đa|khoảng|từ) )?"
        rf"{_COUNT}(?:{_TO}{_COUNT})?(?: {_THING}){{1,5}}?(?: ?/| mỗi| trong|(?= một))) ?"
        rf"(?:(?P<count>{_COUNT}) )?{_UNIT}(?! ?(?:{_YEAR}|\d+(?:/| năm )|(?:đầu|cuối) ))"
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
REFERENCE = _any_of(
    # số 105/TB-UBND ngày 17/3/2021, 85/2025/NĐ-CP, số /KH-SYT ngày /9/2025
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

LUNAR = re.compile(r"âm lịch|(?<!\w)(?:âl|rằm)(?!\w)")
# Beside a day of our calendar: "ngày 26/4/2026 (tức ngày 10/3 âm lịch)".
_LUNAR_ASIDE = re.compile(rf"\((?=[^()]*\d)[^()]*?(?:{LUNAR.pattern})[^()]*\)")

_WORD = re.compile(r"(?<![\w/.])\w")
_SPELLINGS = {"hằng ": "hàng ", "qúy": "quý", "quí": "quý", "tuỳ": "tùy", "–": "-", "—": "-"}

# ---- reading ----------------------------------------------------------------------------------


def simplify(text: str) -> str:
    """Make letters small and spellings alike without moving any character."""
    lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for one, other in _SPELLINGS.items():
        lower = lower.replace(one, other)
    return lower


def read_clauses(clauses: list[str], plan_year: int | None) -> list[list[Expression]]:
    """Read the expressions of each clause, with a year for each period that can have one."""
    simple = [simplify(each) for each in clauses]
    return _give_years([_drop_lunar(each, read_expressions(each)) for each in simple], plan_year)


def _drop_lunar(text: str, expressions: Iterable[Expression]) -> list[Expression]:
    """Drop the days and months of a clause that are lunar: no calendar of ours has them."""
    asides = [each.span() for each in _LUNAR_ASIDE.finditer(text)]
    if LUNAR.search(_LUNAR_ASIDE.sub("", text)):
        asides = [(0, len(text))]
    return [
        each
        for each in expressions
        if each.kind not in ("period", "monthday")
        or not any(begin <= each.begin < end for begin, end in asides)
    ]


def read_expressions(text: str) -> Iterator[Expression]:
    """Read the expressions of a clause from left to right, trying each kind at each word."""
    end = 0
    last: PeriodExpression | None = None
    for word in _WORD.finditer(text):
        if (at := word.start()) < end:
            continue
        gap = text[last.end : at] if last else "-"
        listed = bool(_LISTED.fullmatch(gap))
        found = _read_expression(text, at, listed)
        if found is None:
            continue
        if isinstance(found, PeriodExpression):
            # "trước ngày 15/6 và 15/12": the second is bound as the first.
            bound = found.bound
            if last and listed and last.period.precision == found.period.precision:
                bound = bound or last.bound
            last = found = replace(found, bound=bound, gap=gap)
        yield found
        end = found.end


def _read_expression(text: str, at: int, listed: bool) -> Expression | None:
    if found := REFERENCE.match(text, at):
        return Expression("reference", at, found.end())
    if found := _CONDITION.match(text, at):
        return Expression("condition", at, _end_of_condition(text, at, found.end()))
    for pattern in _RECURRENCES:
        if found := pattern.match(text, at):
            return Expression("recurrence", at, found.end(), _interval(found))
    if found := _CONTINUOUS.match(text, at):
        return Expression("recurrence", at, found.end(), CONTINUOUS)
    if period := _read_period(text, at, listed):
        return period
    if found := _UNREAD.match(text, at):
        return Expression("unread", at, found.end())
    if found := _MONTHDAY.match(text, at):
        day = int(found["day"]) - bool(found["before"])
        return Expression("monthday", at, found.end(), str(day or -1))
    return None


def _end_of_condition(text: str, begin: int, end: int) -> int:
    """Find where a deadline or period of its own follows a condition."""
    references = [each.span() for each in REFERENCE.finditer(text, begin, end)]
    for pause in _PAUSE.finditer(text, begin, end):
        if any(first <= pause.start() < last for first, last in references):
            continue
        found = _read_period(text, pause.end(), bool(pause[1]))
        # After a mere space a year belongs to a name: "Đề án phát triển … đến năm 2030".
        if found and (pause[1] or (found.bound and found.period.precision == "day")):
            return pause.start()
    return end


def _interval(found: re.Match[str]) -> str:
    count, unit = _number(found["count"] or "một") or 1, found["unit"]
    if unit == "quý":
        count, unit = 3 * count, "tháng"
    return _FREQUENCIES[unit] if count == 1 else f"{_FREQUENCIES[unit]};INTERVAL={count}"


def _read_period(text: str, begin: int, listed: bool) -> PeriodExpression | None:
    """Read a period with its bound, or a range of two."""
    at, bound = _skip_vague(text, begin)[0], ""
    if found := _BOUND.match(text, at):
        at, bound = found.end(), found.lastgroup or ""
    at, partly = _skip_vague(text, at)
    period, end = _match_period(text, at, listed or at > begin)
    if period is None:
        return None
    if bound in ("", "since"):
        if found := _UPTO.match(text, end):
            upto, upto_end = _match_period(text, _skip_vague(text, found.end())[0], True)
            if upto:
                return PeriodExpression("period", begin, upto_end, period=period, upto=upto)
        if found := _ONWARD.match(text, end):
            bound, end = "since", found.end()
        elif period.last_year or period.precision == "run" or len(period.days) > 1:
            bound = ""  # a range by itself: "từ 28-30/7"
    if partly:  # "trước cuối tháng 9" may be any day of September
        bound = {"before": "until", "after": "since"}.get(bound, bound)
    return PeriodExpression("period", begin, end, bound=bound, period=period)


def _skip_vague(text: str, at: int) -> tuple[int, bool]:
    """Pass over vague words; tell whether they mean a part of the period that follows."""
    found = _VAGUE.match(text, at)
    return (found.end(), bool(found["part"])) if found else (at, False)


def _match_period(text: str, at: int, short: bool) -> tuple[Period | None, int]:
    for precision, pattern in (*_PERIODS, *(_SHORT_PERIODS if short else ())):
        if found := pattern.match(text, at):
            return _period(precision, found.groupdict()), found.end()
    return None, at


def _period(precision: str, words: Mapping[str, str | None]) -> Period:
    """Turn the parts of an expression into a period."""
    listed = words.get("list") or ""
    numbers = _listed(listed)
    months, days = tuple(range(1, 13)), tuple[int, ...]()
    match precision:
        case "day":
            months, days = (int(words["month"] or 0),), numbers
        case "month":
            months = numbers
        case "quarter":
            months = tuple(3 * quarter - back for quarter in numbers for back in (2, 1, 0))
        case "part":
            count = _number(listed or "sáu")
            months = months[:count] if words["part"] == "đầu" else months[-count:]
    if precision in ("month", "quarter") and re.search(_TO, listed):
        precision = "run"
    return Period(precision, months, days, _year(words.get("year")), _year(words.get("last")))


def _year(word: str | None) -> int | None:
    return int(word) if word else None


def _listed(text: str) -> tuple[int, ...]:
    """Read a list of numbers, filling the ranges in it."""
    numbers: list[int] = []
    for sign, word in re.findall(r"(?: ?(-|đến|tới))?[^\divx]*((?<!\w)[ivx]+(?!\w)|\d+)", text):
        number = _number(word)
        first = numbers[-1] + 1 if sign and numbers else number
        numbers += range(first, number + 1) or [number]
    return tuple(dict.fromkeys(numbers))


def _number(word: str) -> int:
    """Read a number in digits, in words or Roman; 0 for letters that are none."""
    return _NUMBERS.get(word) or (int(word) if word.isdecimal() else 0)


def _give_years(clauses: list[list[Expression]], plan_year: int | None) -> list[list[Expression]]:
    """Complete each period without a year: by its neighbour's, the last one written, the plan's."""
    written = [
        each.written_year
        for expressions in clauses
        for each in expressions
        if isinstance(each, PeriodExpression)
    ]
    known = plan_year or next(filter(None, written), None)
    complete: list[list[Expression]] = []
    for expressions in clauses:
        complete.append([])
        for each, after in zip_longest(expressions, expressions[1:]):
            if isinstance(each, PeriodExpression):
                each = replace(each, year=_find_year(each, after, known) or known)
                if each.written_year and not each.period.last_year:
                    known = each.last.year or known
            complete[-1].append(each)
    return complete


def _find_year(period: PeriodExpression, after: Expression | None, known: int | None) -> int | None:
    """Find the year that is written in a period or in the one it is joined to."""
    upto = period.upto
    if upto and upto.year and not period.period.year:
        # "từ tháng 11 đến tháng 2/2026" begins in the plan's year.
        crosses = period.period.months[0] > upto.months[-1] and known == upto.year - 1
        return upto.year - crosses
    if period.written_year is None and isinstance(after, PeriodExpression):
        return after.written_year if _JOINED.fullmatch(after.gap) else None
    return period.written_year

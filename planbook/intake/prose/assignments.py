"""Read what a sentence of a notice says of who is to act and by when, to the letter or not at all.

A name counts where the sentence begins with it or gives it the work (“giao …”); a time counts where
it closes a clause as a deadline does. What else looks like either is handed back as a doubt.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from planbook.reading.names import Register, Registers
from planbook.vietnamese.when.grammar import (
    CONTINUOUS,
    Expression,
    PeriodExpression,
    read_expressions,
    simplify,
)

# Python's patterns know no class of capitals: these are the blocks of Unicode that Vietnamese uses.
_LETTERS = (
    *range(ord("A"), ord("Z") + 1),
    *range(ord("À"), ord("ư") + 1),
    *range(ord("Ạ"), ord("ỹ") + 1),
)
_CAPITAL = f"[{''.join(filter(str.isupper, map(chr, _LETTERS)))}]"
# What a unit's name begins with when the register does not know it; a capital letter follows some:
# “Phòng Nghiệp vụ”, but “Phòng, chống dịch”.
_UNIT = (
    rf"(?:(?:phòng|ban|cục|viện|hội|tổ|sở|đoàn|báo|đài|quỹ|trường|thanh tra|khoa|đội)(?-i:(?= {_CAPITAL}))"
    r"|(?:thủ trưởng|trưởng|lãnh đạo|giám đốc) (?:các )?(?=phòng|đơn|cơ|trung|bệnh|chi)"
    r"|(?:văn phòng|chi cục|trung tâm|bệnh viện|công đoàn|ubnd|ủy ban|đảng ủy|đảng uỷ|chi bộ"
    r"|trạm y tế|hội đồng|công ty|(?:tất cả )?các (?:phòng|đơn vị|bệnh viện|cơ quan|trung tâm"
    r"|chi cục|sở|đoàn thể|tổ chức|trạm|trường|ban|địa phương|huyện|xã|ngành))(?!\w))"
)
# What a unit is told to do begins with one of these; a name ends before it.
_ACTS = (
    "chủ trì", "phối hợp", "tham mưu", "xây dựng", "tổ chức", "khẩn trương", "tiếp tục", "tập trung",
    "thực hiện", "rà soát", "hoàn thành", "hoàn thiện", "báo cáo", "triển khai", "theo dõi", "đôn đốc",
    "kiểm tra", "chuẩn bị", "chủ động", "nghiên cứu", "đề xuất", "tổng hợp", "căn cứ", "có trách nhiệm",
    "bố trí", "hướng dẫn", "đẩy mạnh", "tăng cường", "sớm", "kịp thời", "phải", "cần", "là đầu mối",
    "làm đầu mối", "nghiêm túc", "thường xuyên", "quán triệt", "trình", "lập", "cử", "gửi", "dự thảo",
    "ban hành", "cập nhật", "công khai", "phổ biến", "chịu trách nhiệm", "giải quyết", "quan tâm",
    "duy trì", "đảm bảo", "bảo đảm", "sắp xếp", "đăng", "thông báo", "tuyên truyền", "mời", "thẩm định",
    "xử lý", "khắc phục", "chấn chỉnh", "giám sát", "đánh giá", "kiện toàn", "tích cực", "liên hệ",
    "chỉ đạo", "tiếp nhận", "đăng ký", "soạn thảo", "ký", "tiếp thu", "thành lập", "nộp", "cấp kinh phí",
    "xem xét", "hỗ trợ", "cung cấp", "tạo điều kiện", "chuyển", "nghiêm", "ưu tiên", "xác định",
    "tiến hành", "phân công", "trả lời", "mua sắm", "lựa chọn", "vận động",
    "chấp hành", "nâng cao", "thu hồi", "phê duyệt", "công bố", "khảo sát", "bổ sung",
)  # fmt: skip
# In small letters: “Phòng Tổ chức cán bộ” is a name to its end; so are “các bệnh viện công lập”,
# “các đơn vị được kiểm tra”, “các cơ quan, tổ chức”.
_ACT = (
    rf"(?-i:(?<!công )(?<!được )(?<!, )(?:{'|'.join(sorted(_ACTS, key=len, reverse=True))})(?!\w))"
)
_GIVES = r"(?<!được )(?<!đã )(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo)(?: cho)?"
_TOWARDS = re.compile(r"(?:đối với|về phía|nhiệm vụ của|trách nhiệm của) ", re.I)
_ORDER = re.compile(rf"(?:[^.;:,]{{0,40}} )?{_GIVES}(?: nhiệm vụ)?(?: cho)? ", re.I)
_BEFORE = r"(?:ngày|vào|trước|trong|từ|đến|chậm nhất|hằng|hàng|định kỳ|căn cứ|theo|trên cơ sở)\s[^.;:]{1,100}, "
_OF_OFFICE = r"(?: (?:trực )?thuộc (?:sở|ngành|tỉnh)| (?:có )?liên quan)?"
_TOPIC = re.compile(r"về [^.;:]{1,120}: ?", re.I)
_LONGEST_NAME = 18  # words
_LONGEST_TEXT = 5_000  # characters in which times are looked for
_JOINT = r"(?: ?[,;]| và| -| –) ?"
_GROUP = (
    r"(?:một số |các )(?:cơ quan|phòng|đơn vị|sở|ban|ngành|địa phương|tổ chức)(?:, [^\W\d]+){0,3}"
    r" (?:(?:trực )?thuộc sở|(?:có )?liên quan)"
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^\W\d_])|(?<=;)\s+|[()]")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_SETS = re.compile(
    r"(?:ngay )?(?:chậm nhất|muộn nhất|không quá|trong vòng|trong \d|ngay sau|ngay khi)"
)
_LEADS_IN = re.compile(
    r"(?:trong|trước|đến|tới|hết|chậm nhất|muộn nhất|cuối|đầu|giữa|nửa|vào|hạn|thượng|trung|hạ) "
)
_DUE = re.compile(
    r"(?:hoàn thành|xong|(?:thời gian|thời hạn|tiến độ|hạn)(?: thực hiện| hoàn thành)?)[ :]*$"
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who is to act, as printed, and how surely: told by an order, or only named first."""

    lead: str
    support: str = ""
    given: bool = False  # by a word such as “giao”
    known: bool = True  # all of it is in the register
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """The deadline that a text states, and other words of time that may or may not be one."""

    when: str
    others: tuple[str, ...]


class Assignments:
    """Finds those who are to act in sentences, by the names of one body."""

    def __init__(self, registers: Registers):
        self._people = registers.people
        self._leads = _pattern_of(registers.leads)
        unknown = rf"(?P<unknown>{_UNIT}[^.;:()]{{0,140}}?)(?=:| {_ACT})"
        self._first = re.compile(
            rf"(?:{_BEFORE})?(?P<gives>(?:[^\W\d](?:(?!giao|yêu cầu)[^.;:,]){{0,40}} )?{_GIVES} )?"
            rf"(?:(?P<known>{self._leads})|{unknown})",
            re.I,
        )
        self._inside = re.compile(rf"(?<!\w){_GIVES} (?P<known>{self._leads})", re.I)
        self._with = re.compile(
            rf"chủ trì,?(?: và)? phối hợp(?: chặt chẽ)? (?:(?:với|cùng) )?"
            rf"(?P<names>{_pattern_of(registers.supports, _GROUP)})",
            re.I,
        )

    def heading(self, text: str) -> Assigned | None:
        """Tell whose duties a heading opens: it is nothing but names."""
        words = text.rstrip(" .:;").strip()
        opens = _TOWARDS.match(words)
        order = None if opens else _ORDER.match(words)
        bare = words[found.end() :] if (found := opens or order) else words
        given = bool(order)
        if re.fullmatch(self._leads, bare, re.I):
            return Assigned(bare, given=given)
        if self.names_people(bare):
            return Assigned(bare, given=given)
        if words.isupper() and not re.match(
            r"PHÒNG (?!CHỐNG)|(?:VĂN PHÒNG|TRUNG TÂM|CHI CỤC|CÁC) ", bare
        ):
            return None  # “BÁO CÁO”, “HỘI NGHỊ”: among capitals a capital tells no name
        plain = not re.search(r"[.;:]", bare) and len(bare.split()) <= _LONGEST_NAME
        acts = not opens and re.search(rf" {_ACT}", bare, re.I)
        if plain and not acts and re.match(_UNIT, bare, re.I):
            return Assigned(bare, given=given, doubts=("tên đơn vị lấy nguyên đề mục",))
        return None

    def names_people(self, words: str) -> bool:
        """Tell whether some words are names or offices of people."""
        if not words or not self._people.names:
            return False
        found = self._people.recognise(words)
        return bool(found.ids) and not found.unknown

    def sentence(self, text: str) -> Assigned | None:
        """Tell who is to act by the beginning of a sentence, or by the one order inside it.

        A topic may stand first: “Về tài chính: Phòng A …”.
        """
        if found := _TOPIC.match(text):
            text = text[found.end() :]
        first = self._first.match(text)
        lead = self._lead_of(first, text) if first else ""
        ordered = {
            found["known"]: found.end()
            for found in self._inside.finditer(text, first.end() if first and lead else 0)
            if self._closes(text, found.end("known"))
        }
        named = list(dict.fromkeys(([lead] if lead else []) + list(ordered)))
        if len(named) > 1:
            doubt = f"giao cho nhiều nơi ({'; '.join(named)}), cần tách tay"
            return Assigned("", given=True, doubts=(doubt,))
        if first and lead:
            assigned = self._assign(lead, text[first.end() :], given=bool(first["gives"]))
            return replace(assigned, known=lead == first["known"])
        if ordered:
            lead, end = ordered.popitem()
            doubt = "đơn vị lấy từ giữa lời văn, theo chữ “giao”, “yêu cầu” hoặc “đề nghị”"
            return replace(self._assign(lead, text[end:], given=True), doubts=(doubt,))
        return None

    def leads_in(self, text: str) -> Assigned | None:
        """Tell to whom a sentence that opens a list gives all its items: “… giao Phòng A … sau:”."""
        if not text.rstrip().endswith(":"):
            return None
        found = self.sentence(text)
        return found if found and found.lead else None

    def _lead_of(self, found: re.Match[str], text: str) -> str:
        if found["known"]:
            rest = text[found.end() :]
            whole = self._closes(text, found.end()) and not re.match(
                rf"{_JOINT}{_UNIT}", rest, re.I
            )
            if whole and (found["gives"] or re.match(rf"\s*(?::|{_ACT}|$)", rest, re.I)):
                return found["known"]
            if whole:
                return ""
            longer = re.compile(rf"{_UNIT}[^.;:()]{{0,140}}?(?=:| {_ACT})", re.I)
            other = longer.match(text, found.start("known"))
            return other[0] if other else ""
        return str(found["unknown"])

    def _closes(self, text: str, end: int) -> bool:
        """Tell whether a name ends where it was found to end, and is no part of a longer one."""
        return not re.match(rf" {_CAPITAL}|[-–/&]", text[end:])

    def _assign(self, lead: str, rest: str, given: bool) -> Assigned:
        """Take those who support where the order names them, and nothing else, to the letter."""
        rest = rest.lstrip(" ,:")
        found = self._with.match(rest)
        if not found or not self._closes(rest, found.end()):
            return Assigned(lead, given=given)
        whole = not re.match(rf"{_JOINT}(?:{_UNIT}|{_CAPITAL})", rest[found.end() :])
        return Assigned(lead, found["names"] if whole else "", given)


def _pattern_of(register: Register, *groups: str) -> str:
    names = sorted(map(re.escape, register.names), key=len, reverse=True) or ["(?!)"]
    one = rf"(?:{'|'.join((*groups, *names))})(?![\w&]){_OF_OFFICE}"
    return rf"{one}(?:{_JOINT}{one})*"


def read_times(text: str) -> Times:
    """Find the one deadline that a text states, and tell the other words of time in it."""
    if len(text) > _LONGEST_TEXT:
        return Times("", (text[:_LONGEST_NAME],))
    clear: list[str] = []
    others: list[str] = []
    rivals = False
    hidden = _QUOTED.sub(lambda found: "“" + "x" * (len(found[0]) - 1), text)
    at = 0
    for cut in (*_SENTENCE.finditer(hidden), None):
        sentence = hidden[at : cut.start() if cut else None]
        small = simplify(sentence)
        for each in _join_rhythms(read_expressions(small)):
            words = text[at + each.begin : at + each.end].strip(" ,.;:")
            if each.kind == "reference" or "x" * 5 in words or words.lower() == "nếu có":
                continue
            if _is_deadline(each, small):
                clear.append(words)
            else:
                others.append(words)
                rivals = rivals or _is_bounded_day(each)
        at = cut.end() if cut else at
    once = list(dict.fromkeys(clear))
    if len(once) == 1 and not rivals:
        return Times(once[0], tuple(others))
    return Times("", (*once, *others))


def _join_rhythms(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Join a day of the month to the rhythm beside it: “trước ngày 25 hằng tháng”."""
    day: Expression | None = None
    for each in expressions:
        if day and each.kind == "recurrence" and each.begin - day.end <= 1:
            yield replace(day, end=each.end)
            day = None
            continue
        if day:
            yield day
        day = each if each.kind == "monthday" else None
        if not day:
            yield each
    if day:
        yield day


def _is_bounded_day(each: Expression) -> bool:
    return (
        isinstance(each, PeriodExpression)
        and each.bound in ("before", "until")
        and each.period.precision == "day"
    )


def _is_deadline(each: Expression, sentence: str) -> bool:
    """Tell whether words of time close a clause as a deadline does, or open it as a rhythm does."""
    words, rest = sentence[each.begin : each.end], sentence[each.end :].lstrip()
    closes = not rest or rest[0] in ",.;)" or rest.startswith("để ")
    if each.kind == "condition":
        return bool(_SETS.match(words))
    if each.kind == "monthday":
        return bool(closes and _LEADS_IN.match(words))
    if each.kind == "recurrence":
        return each.value != CONTINUOUS and (each.begin == 0 or not rest.strip(" .;"))
    if isinstance(each, PeriodExpression):
        due = bool(_DUE.search(sentence[: each.begin]))
        bounded = bool(_LEADS_IN.match(words)) or each.upto is not None
        counted = sentence[: each.begin].endswith("tính ")  # “số liệu tính đến ngày …”
        return closes and not counted and (due or (bounded and each.period.precision != "year"))
    return False

"""Recognise what a column of a task table holds by the words that stand over it."""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

from planbook.vietnamese.alphabet import fold

# How official tables name their columns. Among names that stand in one heading the longest counts,
# then the first: “Kết quả thực hiện nhiệm vụ” is a product, “Đơn vị phụ trách” leads.
_NAMES = {
    "support_text": (
        "phối hợp", "đơn vị phối hợp", "cơ quan phối hợp", "cơ quan đơn vị phối hợp",
    ),
    "lead_text": (
        "chủ trì", "đơn vị chủ trì", "cơ quan chủ trì", "cơ quan đơn vị chủ trì",
        "đơn vị thực hiện", "cơ quan thực hiện", "bộ phận thực hiện", "phòng thực hiện", "đơn vị tham mưu", "đơn vị phụ trách",
        "phòng phụ trách", "đơn vị đầu mối", "chủ trì thực hiện", "phân công thực hiện",
    ),
    "leader_text": (
        "lãnh đạo", "chỉ đạo", "phụ trách", "lãnh đạo sở", "lãnh đạo chỉ đạo",
        "lãnh đạo phụ trách", "lãnh đạo sở chỉ đạo", "lãnh đạo sở phụ trách",
        "lãnh đạo theo dõi", "người chỉ đạo", "chỉ đạo thực hiện", "phó giám đốc phụ trách",
    ),
    "when_text": (
        "thời gian", "thời hạn", "tiến độ", "thời điểm", "thời gian thực hiện",
        "thời gian hoàn thành", "thời hạn hoàn thành", "thời hạn thực hiện",
        "tiến độ thực hiện", "tiến độ hoàn thành", "hạn hoàn thành", "ngày hoàn thành",
    ),
    "product": (
        "sản phẩm", "kết quả", "sản phẩm kết quả", "kết quả sản phẩm", "kết quả đầu ra",
        "kết quả thực hiện", "kết quả đạt được", "sản phẩm dự kiến", "sản phẩm hoàn thành",
        "dự kiến sản phẩm", "hình thức văn bản",
    ),
    "note": ("ghi chú",),
    "number": ("stt", "tt", "số tt", "số thứ tự"),
    "task": (
        "nhiệm vụ", "nội dung", "công việc", "tên nhiệm vụ", "nội dung nhiệm vụ",
        "nội dung công việc", "nội dung thực hiện", "nội dung công tác", "nhiệm vụ cụ thể",
        "nhiệm vụ trọng tâm", "nhiệm vụ giải pháp", "nhiệm vụ công việc", "đầu việc",
    ),
}  # fmt: skip
# Short names that may mean a field, and names of what is no field of a task, whatever follows.
_LIKELY = {
    "task": (
        "hoạt động", "tên hoạt động", "nội dung hoạt động", "đề án", "tên đề án", "tên văn bản",
        "hạng mục", "việc", "danh mục công việc",
    ),
    "lead_text": ("đơn vị", "cơ quan", "phòng", "phòng ban", "bộ phận", "cơ quan đơn vị"),
    "leader_text": ("người chịu trách nhiệm", "người phụ trách"),
    "when_text": ("bắt đầu", "ngày bắt đầu", "hoàn thành", "kết thúc", "ngày kết thúc", "từ ngày", "đến ngày", "lộ trình", "lộ trình thực hiện"),
}  # fmt: skip
_OTHER = (
    "kinh phí", "nguồn", "dự toán", "địa điểm", "địa bàn", "căn cứ", "văn bản", "số văn bản",
    "số ký hiệu", "trích yếu", "mức độ", "ưu tiên", "loại", "mã", "lĩnh vực", "nhóm", "tình trạng", "trạng thái",
    "đánh giá", "ý kiến", "đề xuất", "lý do", "nguyên nhân", "khó khăn", "vướng mắc", "điểm",
    "trọng số", "đơn vị tính", "số lượng", "tỷ lệ", "tỉ lệ", "người", "cán bộ", "chuyên viên",
    "họ và tên", "họ tên", "chức vụ", "chức danh", "điện thoại", "số điện thoại", "email",
)  # fmt: skip
# What a plan means by these, a report on it means otherwise.
_AMBIGUOUS = {
    fold(each)
    for each in ("tiến độ", "tiến độ thực hiện", "kết quả", "kết quả thực hiện", "kết quả đạt được")
}
_SHORT = {
    "dv": "đơn vị", "cq": "cơ quan", "tg": "thời gian", "sp": "sản phẩm", "ld": "lãnh đạo", "nd": "nội dung",
}  # fmt: skip
_FILLING = "sở ngành tỉnh thành phố năm quý tháng của được giao các và chính cụ thể cần yêu cầu từng theo kế hoạch"
_COUNT = re.compile(r"(?:tong )?so (?:luong|nhiem vu|cong viec|viec)(?!\w)|tong (?:so|cong)(?!\w)")
_COUNTED = re.compile(
    r"(?:so|tong|ty le|ty trong|hoan thanh|chua|dang|qua han|dung han|dat|da|thuc hien|ke hoach)(?!\w)"
)
_PEOPLE = re.compile(r"ho (?:va )?ten(?: can bo| nguoi)?")
_LISTED = re.compile(
    rf"{_PEOPLE.pattern}|chuc (?:vu|danh)|(?:so )?dien thoai|email|don vi(?: cong tac)?|so (?:va )?ky hieu|trich yeu(?: noi dung)?|{_COUNT.pattern}|ty le"
)
_LONGEST = 90  # characters of a heading: a longer text is no heading
_NEARLY = 0.8  # similarity from which words are taken for a slip of a name

_COLUMN_OF = {fold(name): column for column, names in _NAMES.items() for name in names}
_LIKELY_OF = {fold(name): column for column, names in _LIKELY.items() for name in names}
_ALTERNATIVES = "|".join(sorted(_COLUMN_OF, key=len, reverse=True))
_NAME = re.compile(rf"(?<!\w)(?:{_ALTERNATIVES})(?!\w)")
_OTHERWISE = re.compile(rf"(?:{'|'.join(map(fold, _OTHER))})(?!\w)")
_EXPECTED = {word for name in (*_COLUMN_OF, fold(_FILLING)) for word in name.split()}


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """What a heading names: a field of a task, surely or probably."""

    column: str
    sure: bool


@lru_cache(maxsize=4096)
def recognise_heading(text: str) -> ColumnHeading | None:
    """Tell which column a heading names, or None for a heading that no name fits.

    A heading that says more than a name, in words that headings do not use, is not sure.
    """
    words = fold(text)
    if not words or len(text) > _LONGEST or _COUNT.match(words):
        return None
    whole = " ".join(_SHORT.get(word, word) for word in words.split())
    if whole != words:
        full = recognise_heading(whole)
        return full and ColumnHeading(full.column, sure=False)
    if words in _COLUMN_OF:
        return ColumnHeading(_COLUMN_OF[words], sure=words not in _AMBIGUOUS)
    if words in _LIKELY_OF:
        return ColumnHeading(_LIKELY_OF[words], sure=_LIKELY_OF[words] == "when_text")
    if _OTHERWISE.match(words):
        parts = [fold(part) for part in re.split("[/,;]", text)]
        named = next((part for part in parts if part in _COLUMN_OF), None)
        return ColumnHeading(_COLUMN_OF[named], sure=False) if named else None
    found = _NAME.findall(words)
    if "chu tri" in words and "phoi hop" in words:
        return ColumnHeading("lead_text", sure=False)
    if found:
        order = list(_NAMES)
        best = min(found, key=lambda name: (-len(name.split()), order.index(_COLUMN_OF[name])))
        sure = all(word in _EXPECTED or word.isdecimal() for word in words.split())
        return ColumnHeading(_COLUMN_OF[best], sure)
    parts = [fold(part) for part in re.split("[/,;]", text)]
    likely = next((_LIKELY_OF[part] for part in parts if part in _LIKELY_OF), None)
    slip = likely or next((_COLUMN_OF[name] for name in _COLUMN_OF if _is_slip(words, name)), None)
    return ColumnHeading(slip, sure=False) if slip else None


def _is_slip(words: str, name: str) -> bool:
    """Tell whether words are a name with a slip of the pen, in one word, or one that a narrow column broke."""
    one, other = words.split(), name.split()
    return "".join(one) == "".join(other) or (
        len(one) == len(other)
        and sum(mine != theirs for mine, theirs in zip(one, other, strict=True)) == 1
        and difflib.SequenceMatcher(None, words, name).ratio() >= _NEARLY
    )


def is_name(text: str) -> bool:
    """Tell whether a text is the name of a column and nothing more."""
    return len(text) <= _LONGEST and fold(text) in _COLUMN_OF


def names_counted(text: str) -> bool:
    """Tell whether a heading stands over figures: of how many, or what share."""
    return bool(_COUNTED.match(fold(text))) or "%" in text


def names_people(text: str) -> bool:
    """Tell whether a heading stands over people's names."""
    return bool(_PEOPLE.fullmatch(fold(text)))


def names_other_list(text: str) -> bool:
    """Tell whether a heading is one of lists that hold no tasks: of people, of counts."""
    return len(text) <= _LONGEST and bool(_LISTED.fullmatch(fold(text)))


def split_headings(line: str) -> tuple[tuple[str, str], ...]:
    """Part a line that holds the headings of all columns: each column with its words, or nothing.

    Words that name no column of ours head a column without a name.
    """
    words = line.split()
    plain = [fold(word) for word in words]
    headings: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        lengths = range(min(6, len(words) - at), 0, -1)
        length = next((n for n in lengths if " ".join(plain[at : at + n]) in _COLUMN_OF), 0)
        column = _COLUMN_OF.get(" ".join(plain[at : at + length]), "")
        said = " ".join(words[at : at + max(length, 1)])
        if not column and headings and not headings[-1][0]:
            headings[-1] = ("", f"{headings[-1][1]} {said}")
        else:
            headings.append((column, said))
        at += max(length, 1)
    columns = [column for column, _ in headings if column]
    known = len(columns) == len(set(columns)) and "task" in columns and len(columns) > 2
    return tuple(headings) if known and headings[0][0] else ()

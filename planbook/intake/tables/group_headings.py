"""Tell what is a heading over a group of tasks, and of what kind.

A heading that is not understood is a heading all the same: its words stay as they are printed.
"""

import re
from collections.abc import Sequence

from planbook.vietnamese.alphabet import fold

# The kinds of headings: one of a kind that is open already closes it and all that it holds.
_KINDS = (
    (
        "part",
        re.compile(
            r"(?i:phần|chương|nhóm|mục)\s+(?:(?i:thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
            r"|(?i:thứ\s+)?(?:[IVX]+|\d+|[A-Z]))(?!\w)"
        ),
    ),
    ("roman", re.compile(r"[IVX]+(?:\.\d+)*(?=[.):\s/-]|$)")),
    ("letter", re.compile(r"[A-ZĐ](?:\.\d+)*(?=[.):\s])")),
    ("quarter", re.compile(r"quý\s+(?:[IV]+|[1-4])\b", re.I)),
    ("month", re.compile(r"tháng\s+\d", re.I)),
    ("number", re.compile(r"\d+(?:\.\d+)*(?=[.):\s])")),
    ("small", re.compile(r"[a-zđ](?=[.)]\s?)")),
    ("star", re.compile(r"\*")),
    ("dash", re.compile(r"[-–—+•](?=\s)")),
)
_MARKS = (
    ("roman", re.compile(r"[IVX]+(?:\.\d+)*")),
    ("letter", re.compile(r"[A-ZĐ](?:\.\d+)*")),
    ("number", re.compile(r"\d+(?:\.\d+)*")),
    ("small", re.compile(r"[a-zđ]")),
)
_PERIOD = re.compile(r"\b(?:quý\s+(?:[IV]+|[1-4])|tháng\s+\d{1,2})(?!\w)", re.I)
_WHOLE_PERIOD = re.compile(
    r"(?:[IVX]+[.):]?\s+)?(?:(?:trong\s+)?quý\s+(?:[IV]+|[1-4])|tháng\s+\d{1,2}|6 tháng (?:đầu|cuối) năm|năm)"
    r"(?:\s*[/,-]?\s*(?:năm\s+)?\d{4})?\s*[.:]?\s*(?:\([^)]*\))?\s*:?",
    re.I,
)
_LETTERHEAD = re.compile(
    r"(?:cong hoa|doc lap|uy ban|ubnd|so |kinh gui|noi nhan|phu luc|bieu mau|don vi tinh|danh muc|ke hoach|"
    r"chuong trinh|bang |ban hanh|kem theo|ngay |.* ngay \d+ thang \d+ nam)"
)
_DOCUMENT_KIND = re.compile(
    r"ke hoach|chuong trinh|quyet dinh|nghi quyet|thong bao|bao cao|to trinh|cong van|huong dan|phuong an|de an"
)
_COUNT = re.compile(r"\s*\([^)]*\)\s*:?$")
_FOLLOWING = re.compile(r"\b(?:sau|duoi day)\b")
_MOTTO = "cong hoa xa hoi chu nghia"
_ANNEX = re.compile(
    r"(?:phu luc|bieu(?: mau)?|bang)\s+(?:so\s+)?(?:[ivx]+|\d+[a-z]?|[a-z])(?!\w)(?!.*(?:kem theo|ban hanh))"
)
_TITLE = re.compile(r"(?:phu luc|bieu|danh muc|ke hoach|chuong trinh|bang)(?!\w)")
_ENDS_SENTENCE = (".", ";", ",")
_LONGEST = 300  # characters of a heading with a number: those of plans are long
_LONGEST_PLAIN = 150  # of one without

PLAIN_KINDS = (
    "part",
    "roman",
    "letter",
    "quarter",
    "month",
)  # that hardly a task's text opens with
_ORDINALS = "XVI"
_ROMAN = {"I": 1, "V": 5, "X": 10}


def kind_of(words: str, mark: str = "") -> str:
    """Tell the kind of a heading by its mark; headings numbered 1 and 1.1, I and I.1 are of two kinds."""
    for name, pattern in _MARKS if mark else ():
        if pattern.fullmatch(mark):
            return _deepen(name, mark)
    for name, pattern in _KINDS:
        if found := pattern.match(words):
            return _deepen(name, found[0])
    return "capitals" if words.isupper() else "words"


def _deepen(kind: str, mark: str) -> str:
    depth = mark.count(".") if kind in ("roman", "letter", "number") else 0
    return f"{kind}{depth}" if depth or kind == "number" else kind


def name_core(words: str) -> str:
    """Give what a heading says beside its mark and its count: of “II. Quý IV (8 nhiệm vụ)” Quý IV."""
    named = _COUNT.sub("", words)
    marks = (p.match(named) for kind, p in _KINDS if kind in ("roman", "letter", "number", "small"))
    return fold(named[next((found.end() for found in marks if found), 0) :])


def is_period(words: str) -> bool:
    """Tell whether a heading only names a quarter or a month, whatever it counts in brackets."""
    return bool(_WHOLE_PERIOD.fullmatch(words))


def succeeds(mark: str, other: str) -> bool:
    """Tell whether a number of a row is the next after another: 4 after 3, 1.2 after 1.1, V after IV."""
    (held, _, one), (other_held, _, two) = mark.rpartition("."), other.rpartition(".")
    if held != other_held or not (one and two):
        return False
    if set(one) <= set(_ORDINALS) and set(two) <= set(_ORDINALS):
        return _count_roman(one) == _count_roman(two) + 1
    if one.isdecimal() and two.isdecimal():
        return int(one) == int(two) + 1
    return len(one) == len(two) == 1 and ord(one) == ord(two) + 1


def _count_roman(mark: str) -> int:
    values = [_ROMAN[each] for each in mark]
    return sum(
        -value if value < max(values[at:], default=0) else value for at, value in enumerate(values)
    )


def find_headings(lines: Sequence[str], plain: bool) -> list[int]:
    """Tell which of the lines over a table are headings of its rows, by their places.

    One that names a quarter, a month or a part counts wherever it stands; another with a number,
    and one without where such are asked for, where nothing but headings stands below it. A line that
    says that something follows ("các nhiệm vụ sau:") is passed over.
    """
    found: list[int] = []
    below = True
    for at in reversed(range(len(lines))):
        line, kind = lines[at], kind_of(lines[at])
        if line.endswith(":") and _FOLLOWING.search(fold(line)):
            continue
        numbered = kind not in ("capitals", "words", "dash", "star")
        if len(line) > _LONGEST or line.endswith(_ENDS_SENTENCE) or _MOTTO in fold(line):
            below = False
        elif kind in ("quarter", "month", "part") or (numbered and (below or _PERIOD.search(line))):
            found.append(at)
        elif below and plain and _may_head(line, lines[at - 1] if at else ""):
            found.append(at)
            plain = False  # the line above that is a title, unless it has a number
        else:
            below = False
    return found[::-1]


def is_annex(line: str) -> bool:
    """Tell whether a line over a table names one of several annexes: Phụ lục I, Biểu số 02."""
    return bool(_ANNEX.match(fold(line))) and len(line) <= _LONGEST


def is_title(line: str) -> bool:
    """Tell whether a line over a table is the title of a new list."""
    return bool(_TITLE.match(fold(line))) and len(line) <= _LONGEST


def _may_head(line: str, above: str) -> bool:
    """Tell whether a line without a mark may be a heading: below its kind stands what a document is about."""
    words = fold(line)
    return (
        len(line) <= _LONGEST_PLAIN
        and not line.endswith(_ENDS_SENTENCE)
        and not line.startswith("(")
        and not _LETTERHEAD.match(words)
        and not _DOCUMENT_KIND.fullmatch(fold(above))
    )

"""Tell with which mark of a list a line begins: “1.”, “(a)”, “II –”, “Điều 3.”, a dash."""

import re
from dataclasses import dataclass

_ORDINALS = "hai|ba|năm|sáu|bảy|tám|chín|mười"
# The marks that open an item. Of two kinds the earlier holds the later, unless both stand alike.
_MARKS = (
    ("part", 0, r"(?:phần|chương|mục|điều) (?:thứ \w+|[ivx]+|\d+)(?!\w)[.:]?", re.I),
    ("roman", 2, r"[IVX]{1,5}(?:[.)](?=\s|[^\W\d])|/(?=\s)| ?[-–] (?=[^\W\d]))", 0),
    ("letter", 2, r"[A-ZĐ][.)](?=\s)", 0),
    (
        "number",
        4,
        r"\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?=\s)|\d{1,2}(?:[.)](?=\s|[^\W\d])|(?:/| ?[-–])(?=\s))",
        0,
    ),
    ("ordinal", 4, rf"(?:thứ (?:nhất|tư|{_ORDINALS})|(?:một|bốn|{_ORDINALS}) là)(?!\w)[,:]?", re.I),
    ("bracket", 9, r"\((?:\d{1,2}|[a-zđ]|[ivx]{2,4})\)", 0),
    ("small", 9, r"(?:[a-zđ]|[ivx]{2,4})[.)](?=\s)", 0),
    ("dash", 11, r"[-–—−•●▪*](?=\s|[^\W\d]|$)", 0),
    ("plus", 13, r"\+(?=\s|[^\W\d]|$)", 0),
)
_PATTERNS = tuple((kind, rank, re.compile(mark, flags)) for kind, rank, mark, flags in _MARKS)


@dataclass(frozen=True, slots=True)
class ListMark:
    """A mark as it is printed; of two ranks the lower holds the higher."""

    text: str
    kind: str
    rank: int
    end: int  # where it ends in the line


def find_mark(line: str) -> ListMark | None:
    """Find the mark with which a line begins."""
    for kind, rank, pattern in _PATTERNS:
        if found := pattern.match(line):
            mark = found[0].rstrip()
            if kind == "number":
                depth = mark.strip("()./").count(".")
                kind, rank = f"number{depth}", rank + depth
            elif kind == "bracket":
                kind = "bracket" if mark[1].isdigit() else "bracketed letter"
            return ListMark(mark, kind, rank, len(mark))
    return None

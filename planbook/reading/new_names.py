"""What a name that no register has tells of itself: an id to propose, the office before a person."""

import re
from collections.abc import Container
from itertools import chain, count

from planbook.reading.names import trim_name
from planbook.reading.yaml_records import suggest_id

_OFFICE_BEHIND = re.compile(r"([^-–—()]+?)\s*(?: [-–—]|\()\s*([^-–—()]+?)\)?")
_LONGEST_CELL = 200  # letters of a name and an office together
_LONGEST_ID = 50  # letters: it is an address
_LONGEST_NAME = 5  # words of a person's name
_OF_OFFICES = frozenset(
    ("ông", "bà", "phó", "giám", "đốc", "chủ", "tịch", "trưởng", "ban", "bộ", "cục", "phòng", "sở", "tỉnh", "viện")
)  # fmt: skip


def propose_id(name: str, body: str, taken: Container[str]) -> str:
    """Propose the id of a new unit or person, as the first words of the name that are not taken yet."""
    words = suggest_id(name)
    short = words if len(words) <= _LONGEST_ID else words[: _LONGEST_ID + 1].rpartition("-")[0]
    tries = chain((short, f"{body}-{short}"), (f"{short}-{at}" for at in count(2)))
    return next(each for each in tries if each not in taken)


def part_office(words: str) -> tuple[str, str]:
    """Part what is printed of a person into the office and the name; either may be missing.

    A name is the last words with a capital, two to five, none of which belongs to an office, or
    what stands before a dash or a bracket.
    """
    told = _OFFICE_BEHIND.fullmatch(words) if len(words) <= _LONGEST_CELL else None
    if told and not part_office(told[1])[0]:
        return told[2], part_office(told[1])[1]
    parts = words.split()
    start = len(parts)
    while start and len(parts) - start < _LONGEST_NAME and _may_be_name(parts[start - 1], words):
        start -= 1
    if len(parts) - start < 2:
        return words, ""
    office = " ".join(each for each in parts[:start] if each.casefold() not in ("ông", "bà"))
    return trim_name(office), " ".join(parts[start:])


def _may_be_name(word: str, among: str) -> bool:
    """Tell whether a word may be one of a person's name: it has a capital and is no abbreviation."""
    short = word.isupper() and len(word) > 1 and not among.isupper()
    return word[0].isupper() and word.isalpha() and not short and word.casefold() not in _OF_OFFICES

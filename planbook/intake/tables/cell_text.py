"""Bring the text of a cell to the one line of a record, to the letter."""

import re
from functools import lru_cache

from planbook.vietnamese.alphabet import normalise

BROKEN_NUMBER = re.compile(r"(\S*\d\S*-)[^\S\n]*\n\s*")  # “100/QĐ-” over “TTg” is one number
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NUMBER_MARKS = re.compile(r"^[\s(\[]+|[\s.,;:)\]]+$")
_LONE_DASH = re.compile(r"[-–—]+")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Fold a printed cell to one line to the letter; numbers broken at a hyphen are whole again."""
    folded = normalise(BROKEN_NUMBER.sub(r"\1", HIDDEN.sub("", text)))
    return "" if _LONE_DASH.fullmatch(folded) else folded


def bare_number(text: str) -> str:
    """Give the number of a row without brackets and points."""
    return _NUMBER_MARKS.sub("", normalise(HIDDEN.sub("", text)))

"""Texts as messages quote them and as files of XML and Excel can hold them."""

import difflib
import re
from collections.abc import Iterable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_CELL = 32_767  # units of UTF-16 that Excel keeps in a cell


def quote(text: str) -> str:
    """Quote what was found, shortened, with invisible characters spelled out."""
    shown = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)
    return f"“{shown if len(shown) <= 80 else shown[:77] + '…'}”"


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Find the most similar of some words, or none that is similar."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else None


def drop_forbidden(text: str) -> str:
    """Take out the characters that no XML may hold, not even escaped."""
    return _NOT_XML.sub("", text)


def fit_cell(text: str) -> str:
    """Make a text that a cell of Excel can hold: Excel refuses a file with a longer one."""
    text = drop_forbidden(text)
    if len(text) > _MAX_CELL // 2:
        text = text.encode("utf-16-le")[: 2 * _MAX_CELL].decode("utf-16-le", "ignore")
    # xlsxwriter takes a text in these tags for marks of its own and would not escape it.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text

"""Read the text of a document in data/sources/ as one run of words, to hold the data against it.

Undone is what copying added: markup, breaks of lines and pages. No word is corrected.
"""

import re
from itertools import zip_longest
from pathlib import Path

from planbook.model import Problem
from planbook.reading.yaml_records import read_text
from planbook.vietnamese.alphabet import normalise

SOURCES = "data/sources"

_NAME = re.compile(r"(?!.*\.\.)[\w.-]{1,80}", re.ASCII)
_MARKUP = re.compile(r"^#+ |\*+|</?[biu]>|\\(?=[^\w\s])|\\$", re.M)
_BROKEN_NUMBER = re.compile(r"(\S*\d\S*-)\s*\n\s*")  # "100/QĐ-" + "TTg"
_TABLE_HEAD = ("STT", "TT")  # repeated on every page of a table


def is_source_name(name: str) -> bool:
    """Tell whether a name is one of a file right in data/sources/."""
    return bool(_NAME.fullmatch(name))


def read_source(root: Path, name: str, problems: list[Problem]) -> str | None:
    """Read a text file of data/sources/, white space folded; None when it cannot be read."""
    text = read_text(root, f"{SOURCES}/{name}", problems)
    return None if text is None else _join(_MARKUP.sub("", text))


def _join(text: str) -> str:
    """Join the lines of a document, and the rows and numbers that a break of page or line cut."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith("\t") and lines:  # the rest of a row that a page broke
            cells = zip_longest(lines[-1].split("\t"), line.split("\t"), fillvalue="")
            lines[-1] = "\t".join(f"{head} {rest}".strip() for head, rest in cells)
        elif line.strip() and not (line.startswith(_TABLE_HEAD) and line in lines):
            lines.append(line)
    return normalise(_BROKEN_NUMBER.sub(r"\1", "\n".join(lines)))

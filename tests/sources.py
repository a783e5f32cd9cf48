"""Reads what the documents print out of the dumps in data/sources/.

It undoes what the dump and the page breaks added, and nothing else: it corrects no word, and it
never reads the data that it helps to prove.
"""

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

MARKUP = re.compile(r"^#+ |\*+|</?i>|\\(?=[^\w\s])|\\$", re.MULTILINE)
BROKEN_NUMBER = re.compile(r"(\S*\d\S*-)\s*\n\s*")  # "100/QĐ-" + "TTg"
LONE_DASH = re.compile(r"(?<=\t)-(?=\t)")
PAGE_HEADER = "STT "  # 004 repeats the heads of its columns on every page
CLOSING = re.compile(r"^\s*(?:Trên đây là|Nay thông báo)", re.MULTILINE)


class Item(NamedTuple):
    """One innermost item of a numbered list."""

    headings: tuple[str, ...]
    mark: str
    text: str


def fold(text: str) -> str:
    """Fold white space to single spaces."""
    return " ".join(text.split())


def drop_markup(text: str) -> str:
    """Keep of Markdown, and of the dumps' `<i>`, only the words."""
    return MARKUP.sub("", text)


def read_source(place: Path) -> str:
    """Read a dump as lines of text; rows and numbers that breaks of page or line cut are whole."""
    lines: list[str] = []
    for line in drop_markup(place.read_text(encoding="utf-8")).splitlines():
        if line.startswith("\t"):  # the rest of a row that a page broke
            cells = zip(lines[-1].split("\t"), line.split("\t"), strict=True)
            lines[-1] = "\t".join(f"{head} {rest}".strip() for head, rest in cells)
        elif line.strip() and not (line.startswith(PAGE_HEADER) and line in lines):
            lines.append(LONE_DASH.sub("", line))
    return BROKEN_NUMBER.sub(r"\1", "\n".join(lines))


def read_table(text: str) -> list[list[str]]:
    """List the rows of a table whose cells are parted by tabs, without its head."""
    return [line.split("\t") for line in text.splitlines() if "\t" in line][1:]


def read_items(text: str, *marks: str) -> list[Item]:
    """List the innermost items of a list, up to the closing words of its document.

    `marks` are the patterns of what numbers the items, outermost first.
    """
    text = CLOSING.split(text)[0]
    mark = re.compile(rf"^\s*(?:{'|'.join(f'({each})' for each in marks)})\s", re.MULTILINE)
    found = [(each.lastindex, each[each.lastindex], *each.span()) for each in mark.finditer(text)]
    end_of_text = (0, "", len(text), len(text))
    items: list[Item] = []
    headings: dict[int, str] = {}
    for (level, name, _, start), (next_level, _, end, _) in pairwise([*found, end_of_text]):
        headings = {each: heading for each, heading in headings.items() if each < level}
        if next_level > level:
            headings[level] = fold(f"{name} {text[start:end]}")
        else:
            items.append(Item(tuple(headings.values()), name, fold(text[start:end])))
    return items

"""Count the numbers that Word puts before paragraphs by itself, so that a file's text has them.

Knows lists of the formats that official documents use; a bullet that is drawn becomes a dash.
"""

import re
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import nsmap, qn
from lxml import etree

_TYPED_BULLETS = ("-", "–", "—", "+", "*", "•")
_ROMAN = dict(c=100, xc=90, l=50, xl=40, x=10, ix=9, v=5, iv=4, i=1)


class Numbering:
    """The running numbers of one document; paragraphs must be asked for in their order."""

    def __init__(self, document: Document):
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Any] = {}
        self._own_levels: dict[tuple[str, int], Any] = {}  # of one list among those of a family
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        related = [each.target_part for each in document.part.rels.values() if not each.is_external]
        for part in related:
            if part.content_type.endswith("numbering+xml"):
                self._read(part.element)

    def _read(self, root: Any) -> None:
        links = {}
        for each in _find(root, "./w:abstractNum"):
            family = each.get(qn("w:abstractNumId"))
            links[family] = _find(each, "string(./w:numStyleLink/@w:val)")
            for level in _find(each, "./w:lvl"):
                self._levels[family, int(level.get(qn("w:ilvl")))] = level
        for each in _find(root, "./w:num"):
            number = each.get(qn("w:numId"))
            self._lists[number] = _find(each, "string(./w:abstractNumId/@w:val)")
            for override in _find(each, "./w:lvlOverride"):
                key = number, int(override.get(qn("w:ilvl")))
                for level in _find(override, "./w:lvl"):
                    self._own_levels[key] = level
                for start in _find(override, "./w:startOverride/@w:val"):
                    self._restarts[key] = int(start)
        for number, family in self._lists.items():
            if link := links.get(family):  # the levels stand where a style of lists leads
                self._lists[number] = self._lists.get(self._find_place(link)[0], family)

    def label(self, paragraph: Any) -> tuple[str, bool]:
        """Count a paragraph and give what Word prints before it, or nothing.

        Tells too whether that is a sign which Word draws and no letter says.
        """
        style = _find(paragraph, "string(./w:pPr/w:pStyle/@w:val)")
        number, depth = self._find_place(style, paragraph)
        family = self._lists.get(number, "")
        if (family, depth) not in self._levels:
            return "", False
        # Lists of one family count on together, unless one says where it starts.
        counts = self._counts.setdefault(
            number if (number, depth) in self._restarts else family, {}
        )
        counts[depth] = counts.get(depth, self._start(number, depth) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            if depth < int(self._setting(number, deeper, "lvlRestart") or deeper):
                del counts[deeper]
        pattern = self._setting(number, depth, "lvlText")
        if self._setting(number, depth, "numFmt") == "bullet":
            return (pattern, False) if pattern in _TYPED_BULLETS else ("-", bool(pattern))
        plain = self._level(number, depth).find(qn("w:isLgl")) is not None

        def show(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            count = counts.get(at, self._start(number, at))
            return write_number(count, "" if plain else self._setting(number, at, "numFmt"))

        return re.sub(r"%(\d)", show, pattern), False

    def _find_place(self, style: str, *paragraph: Any) -> tuple[str, int]:
        """Find the list and the depth of a paragraph: what it does not say itself, its styles say."""
        number = depth = ""
        for each in (*paragraph, *self._follow(style)):
            number = _find(each, "string(./w:pPr/w:numPr/w:numId/@w:val)")
            depth = depth or _find(each, "string(./w:pPr/w:numPr/w:ilvl/@w:val)")
            if number:
                break
        return number, int(depth or 0)

    def _follow(self, style: str) -> Iterator[Any]:
        """List a style and those on which it is based."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _find(self._styles[style], "string(./w:basedOn/@w:val)")

    def _start(self, number: str, depth: int) -> int:
        restart = self._restarts.get((number, depth))
        return int(self._setting(number, depth, "start") or 1) if restart is None else restart

    def _level(self, number: str, depth: int) -> Any:
        own = self._own_levels.get((number, depth))
        return self._levels.get((self._lists[number], depth)) if own is None else own

    def _setting(self, number: str, depth: int, name: str) -> str:
        level = self._level(number, depth)
        return "" if level is None else _find(level, f"string(./w:{name}/@w:val)")


def write_number(count: int, form: str) -> str:
    """Write a number in one of the forms that Word names."""
    match form:
        case "upperRoman":
            return roman(count).upper()
        case "lowerRoman":
            return roman(count)
        case "upperLetter" | "lowerLetter":
            first = ord("A" if form == "upperLetter" else "a")
            return chr(first + (count - 1) % 26) * ((count - 1) // 26 + 1)
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
    return str(count)


def _find(element: Any, path: str) -> Any:
    """Evaluate an XPath; python-docx knows the names of some elements only."""
    return etree._Element.xpath(element, path, namespaces=nsmap)


def roman(number: int) -> str:
    """Write a number in small Roman numerals."""
    text = ""
    for letters, value in _ROMAN.items():
        while number >= value:
            text, number = text + letters, number - value
    return text

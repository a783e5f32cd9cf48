"""Count the numbers that Word puts before paragraphs by itself, so that a file's text has them.

Knows lists of the formats that official documents use; a bullet that is drawn becomes a dash.
"""

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import nsmap, qn
from lxml import etree

_TYPED_BULLETS = ("-", "–", "—", "+", "*", "•")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """The running numbers of one document; paragraphs must be asked for in their order."""

    def __init__(self, document: Document):
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Any] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._of_style = {
            style.style_id: _find(style.element, "./w:pPr/w:numPr")
            for style in document.styles
            if _find(style.element, "./w:pPr/w:numPr")
        }
        related = [each.target_part for each in document.part.rels.values() if not each.is_external]
        for part in related:
            if part.content_type.endswith("numbering+xml"):
                self._read(part.element)

    def _read(self, root: Any) -> None:
        for each in _find(root, "./w:abstractNum"):
            for level in _find(each, "./w:lvl"):
                key = each.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl")))
                self._levels[key] = level
        for each in _find(root, "./w:num"):
            number = each.get(qn("w:numId"))
            self._lists[number] = _find(each, "string(./w:abstractNumId/@w:val)")
            for override in _find(each, "./w:lvlOverride[w:startOverride]"):
                start = int(_find(override, "string(./w:startOverride/@w:val)"))
                self._restarts[number, int(override.get(qn("w:ilvl")))] = start

    def label(self, paragraph: Any) -> tuple[str, bool]:
        """Count a paragraph and give what Word prints before it, or nothing.

        Tells too whether that is a sign which Word draws and no letter says.
        """
        properties = _find(paragraph, "./w:pPr/w:numPr")
        if not properties:
            style = _find(paragraph, "string(./w:pPr/w:pStyle/@w:val)")
            properties = self._of_style.get(style, ())
        if not properties:
            return "", False
        number = _find(properties[0], "string(./w:numId/@w:val)")
        depth = int(_find(properties[0], "string(./w:ilvl/@w:val)") or 0)
        family = self._lists.get(number, "")
        if (family, depth) not in self._levels:
            return "", False
        # Lists of one family count on together, unless one says where it starts.
        counts = self._counts.setdefault(
            number if (number, depth) in self._restarts else family, {}
        )
        counts[depth] = counts.get(depth, self._start(number, family, depth) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        pattern = self._setting(family, depth, "lvlText")
        if self._setting(family, depth, "numFmt") == "bullet":
            return (pattern, False) if pattern in _TYPED_BULLETS else ("-", bool(pattern))
        shown = re.sub(
            r"%(\d)", lambda found: self._show(number, family, int(found[1]) - 1, counts), pattern
        )
        return shown, False

    def _start(self, number: str, family: str, depth: int) -> int:
        restart = self._restarts.get((number, depth))
        return int(self._setting(family, depth, "start") or 1) if restart is None else restart

    def _setting(self, family: str, depth: int, name: str) -> str:
        level = self._levels.get((family, depth))
        return "" if level is None else _find(level, f"string(./w:{name}/@w:val)")

    def _show(self, number: str, family: str, depth: int, counts: dict[int, int]) -> str:
        count = counts.get(depth, self._start(number, family, depth))
        match self._setting(family, depth, "numFmt"):
            case "upperRoman":
                return roman(count).upper()
            case "lowerRoman":
                return roman(count)
            case "upperLetter":
                return chr(64 + (count - 1) % 26 + 1)
            case "lowerLetter":
                return chr(96 + (count - 1) % 26 + 1)
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
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text

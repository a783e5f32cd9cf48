"""Tell whether the letters of a Word document are seen, by their own look or by that of a style."""

import re
from functools import cache
from typing import Any

from docx.oxml.ns import qn

from planbook.documents.document import HIDDEN, STRUCK, TINY, UNSEEN

_SMALL = 4  # half-points of a letter: nothing that small can be read
_ALIKE = 24  # by how much each part of two colours may differ before an eye tells them apart
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000"}
_PARAGRAPH, _TABLE, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tc")


class Looks:
    """Tells whether letters are seen: by their own look, or by that of a style they follow."""

    def __init__(self, document: Any):
        root = document.styles.element
        self._styles = {each.get(qn("w:styleId")): each for each in root.xpath("./w:style")}
        default = root.xpath("./w:style[@w:type='paragraph' and @w:default='1']/@w:styleId")
        self._default = default[0] if default else ""
        self._defaults = root.xpath("./w:docDefaults/w:rPrDefault/w:rPr")
        colours = document.element.xpath("./w:background/@w:color")
        self._paper = colours[0] if colours and _HEX.fullmatch(colours[0]) else "FFFFFF"
        self._of_style = cache(self._follow_style)

    def has_capitals(self, run: Any) -> bool:
        """Tell whether Word shows the letters of a run as capitals."""
        return is_switched_on(self._find(run, "w:caps"))

    def find_reason(self, run: Any) -> str:
        """Tell why the letters of a run are not seen or do not count, or nothing."""
        if is_switched_on(self._find(run, "w:vanish")):
            return HIDDEN
        size = self._find(run, "w:sz")
        if size is not None and float(size.get(qn("w:val"), "24")) <= _SMALL:
            return TINY
        if self._is_unseen(run):
            return UNSEEN
        struck = self._find(run, "w:strike"), self._find(run, "w:dstrike")
        return STRUCK if any(map(is_switched_on, struck)) else ""

    def find_font(self, run: Any) -> str:
        """Tell the font of a run's letters, or nothing where a theme chooses it."""
        fonts = self._find(run, "w:rFonts")
        return "" if fonts is None else fonts.get(qn("w:hAnsi")) or fonts.get(qn("w:ascii")) or ""

    def _find(self, run: Any, name: str) -> Any:
        """Find a property of a run: its own, else of its style, its paragraph's or its table's."""
        own = run.find(f"{qn('w:rPr')}/{qn(name)}")
        if own is not None:
            return own
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        table = next(run.iterancestors(_TABLE), None)
        styles = (
            _value_of(run, "w:rPr/w:rStyle"),
            _value_of(paragraph, "w:pPr/w:pStyle") or self._default,
            _value_of(table, "w:tblPr/w:tblStyle"),
        )
        for style in styles:
            found = self._of_style(style, name)
            if found is not None:
                return found
        return self._defaults[0].find(qn(name)) if self._defaults else None

    def _follow_style(self, style: str, name: str) -> Any:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found = element.find(f"{qn('w:rPr')}/{qn(name)}")
            if found is not None:
                return found
            style = _value_of(element, "w:basedOn")
        return None

    def _is_unseen(self, run: Any) -> bool:
        """Tell whether letters have the colour of what is behind them."""
        colour = self._find(run, "w:color")
        if colour is None:
            return False
        letters = colour.get(qn("w:val"), "")
        if not _HEX.fullmatch(letters) and colour.get(qn("w:themeColor")) in (
            "background1",
            "light1",
        ):
            letters = "FFFFFF"
        behind = self._find_behind(run)
        if not _HEX.fullmatch(letters) or behind is None:
            return False
        pairs = zip(bytes.fromhex(letters), bytes.fromhex(behind), strict=True)
        return all(abs(one - other) <= _ALIKE for one, other in pairs)

    def _find_behind(self, run: Any) -> str | None:
        """Find the colour behind a run; None where a style may paint anything there."""
        light = _value_of(run, "w:rPr/w:highlight")
        if light and light != "none":
            return _HIGHLIGHTS.get(light)
        shades = [run.find(f"{qn('w:rPr')}/{qn('w:shd')}")]
        places = ((_PARAGRAPH, "w:pPr"), (_CELL, "w:tcPr"), (_TABLE, "w:tblPr"))
        for tag, properties in places:
            holder = next(run.iterancestors(tag), None)
            if holder is not None:
                shades.append(holder.find(f"{qn(properties)}/{qn('w:shd')}"))
        for shade in shades:
            fill = "" if shade is None else shade.get(qn("w:fill"), "")
            if _HEX.fullmatch(fill):
                return str(fill)
        table = next(run.iterancestors(_TABLE), None)
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        names = _value_of(table, "w:tblPr/w:tblStyle"), _value_of(paragraph, "w:pPr/w:pStyle")
        return None if any(map(self._paints, names)) else self._paper

    def _paints(self, style: str) -> bool:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            if any(_HEX.fullmatch(each) for each in self._styles[style].xpath(".//w:shd/@w:fill")):
                return True
            style = _value_of(self._styles[style], "w:basedOn")
        return False


def is_switched_on(element: Any) -> bool:
    """Tell whether a property that is on or off stands there, and is on."""
    return element is not None and element.get(qn("w:val")) not in ("0", "false", "off", "none")


def _value_of(element: Any, path: str) -> str:
    if element is None:
        return ""
    found = element.find("/".join(map(qn, path.split("/"))))
    return "" if found is None else found.get(qn("w:val"), "")

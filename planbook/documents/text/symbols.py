"""Turn the letters of fonts that hold pictures, with which people tick, into the signs that are seen."""

from collections.abc import Mapping

UNKNOWN = "có ký hiệu không đọc được thành chữ"

_OWN = 0xF000  # from where programs keep the signs of such a font, beside its plain codes
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xAB: "↔", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB9: "≠", 0xBB: "≈",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": {},
    "webdings": {0x61: "✓", 0x72: "✗"},
    "symbol": _SYMBOL,
}


def read_symbols(text: str, font: str) -> tuple[str, str]:
    """Give a text with the signs that its font shows, and a doubt where one is not known."""
    signs = _FONTS.get(font.strip(" \"'").lower().replace(" ", ""))
    if signs is None and not any(map(_is_own, text)):
        return text, ""
    shown = [_show(each, signs) for each in text]
    return "".join(filter(None, shown)), UNKNOWN if None in shown else ""


def _show(letter: str, signs: Mapping[int, str] | None) -> str | None:
    if _is_own(letter):
        return (signs or {}).get(ord(letter) - _OWN)
    # Letters that the font lacks are shown by another; those of “Symbol” are typed by mistake.
    if signs is None or letter.isspace() or ord(letter) > 0xFF or signs is _SYMBOL:
        return letter
    return signs.get(ord(letter))


def _is_own(letter: str) -> bool:
    return _OWN <= ord(letter) <= _OWN + 0xFF

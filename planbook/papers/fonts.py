"""Measure text in fonts of our own, so that every machine lays out the same.

They are Liberation Serif without hints, which paper does not need: the measures of Times New Roman, all
Vietnamese letters and a free licence. docs/decisions/0010-appendix-pdf.md says how they were made.
"""

import re
from functools import cache
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = (
    f"PlanbookSerif-{face}" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
_SPACES = re.compile(r"[ \t\r\n]+")  # a no-break space is none of them
_BREAKS = "/-&._"  # after which a word too long for its column is broken rather than anywhere
_FOLDER = Path(__file__).parent / "serif"


@cache
def register_fonts() -> None:
    """Make the fonts known under their names."""
    for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
        pdfmetrics.registerFont(TTFont(name, _FOLDER / f"{name}.ttf", asciiReadable=0))


def count_lines(text: str, width: float, size: float, font: str = REGULAR) -> int:
    """Count the lines that a text takes in a column of so many millimetres."""
    return max(len(break_lines(text, width, size, font)), 1)


def break_lines(text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
    """Part a text into the lines of a column of so many millimetres.

    A longer word is broken, after a mark of numbers and addresses where one fits.
    """
    register_fonts()
    room, space = width * mm, _measure(" ", size, font)
    lines: list[str] = []
    left = 0.0  # of the room of the last line
    for word in filter(None, _SPACES.split(text)):
        long = _measure(word, size, font)
        if lines and space + long <= left:
            lines[-1] += f" {word}"
            left -= space + long
            continue
        while long > room and len(word) > 1:
            at = next(n for n in range(1, len(word)) if _measure(word[: n + 1], size, font) > room)
            at = max(map(word[:at].rfind, _BREAKS)) + 1 or at
            lines.append(word[:at])
            word = word[at:]
            long = _measure(word, size, font)
        lines.append(word)
        left = room - long
    return lines


@cache
def _measure(word: str, size: float, font: str) -> float:
    return float(pdfmetrics.stringWidth(word, font, size))

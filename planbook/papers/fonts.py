"""Measure text in fonts of our own, so that every machine lays out the same.

They are Liberation Serif without hints, which paper does not need: the measures of Times New Roman, all
Vietnamese letters and a free licence. docs/decisions/0010-appendix-pdf.md says how they were made.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

import uharfbuzz as hb

REGULAR, BOLD, ITALIC, BOLD_ITALIC = FACES = tuple(
    f"PlanbookSerif-{face}" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
POINTS = 72 / 25.4  # in a millimetre
_SPACES = re.compile(r"[ \t\r\n]+")  # a no-break space is none of them
_BREAKS = "/-&._"  # after which a word too long for its column is broken rather than anywhere
FOLDER = Path(__file__).parent / "serif"


T = TypeVar("T")


class _ByCharacter(dict[int, T]):
    """What a font tells of characters, by their code, asked for once."""

    def __init__(self, ask: Callable[[int], T]):
        super().__init__()
        self._ask = ask

    def __missing__(self, code: int) -> T:
        self[code] = told = self._ask(code)
        return told


class Face:
    """One face of the font: the glyphs of characters, and how wide these are."""

    def __init__(self, name: str):
        self.name = name
        self.face = hb.Face(hb.Blob.from_file_path(str(FOLDER / f"{name}.ttf")))
        font = hb.Font(self.face)
        thousandth = self.face.upem / 1000
        self.glyphs = _ByCharacter(lambda code: int(font.get_nominal_glyph(code) or 0))
        self.widths = _ByCharacter(  # in thousandths of the size
            lambda code: float(font.get_glyph_h_advance(self.glyphs[code]) / thousandth)
        )

    def cut(self, glyphs: Iterable[int]) -> bytes:
        """Cut the font file to some glyphs, which keep their numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS
        return bytes(wanted.subset(self.face).blob.data)

    def table(self, name: str) -> bytes:
        """Give a table of the font file."""
        return bytes(self.face.reference_table(name).data)


open_face = cache(Face)


def count_lines(text: str, width: float, size: float, font: str = REGULAR) -> int:
    """Count the lines that a text takes in a column of so many millimetres."""
    return max(len(break_lines(text, width, size, font)), 1)


def break_lines(text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
    """Part a text into the lines of a column of so many millimetres; one that ends between words has their space.

    A longer word is broken, after a mark of numbers and addresses where one fits.
    """
    room, space = width * POINTS, measure(" ", size, font)
    lines: list[str] = []
    left = 0.0  # of the room of the last line
    for word in filter(None, _SPACES.split(text)):
        long = measure(word, size, font)
        if lines and space + long <= left:
            lines[-1] += f" {word}"
            left -= space + long
            continue
        if lines:
            lines[-1] += " "
        while long > room and len(word) > 1:
            fits = (n for n in range(1, len(word)) if measure(word[: n + 1], size, font) > room)
            at = next(fits, len(word) - 1)
            at = max(map(word[:at].rfind, _BREAKS)) + 1 or at
            lines.append(word[:at])
            long -= measure(word[:at], size, font)
            word = word[at:]
        lines.append(word)
        left = room - long
    return lines


def measure(text: str, size: float, font: str = REGULAR) -> float:
    """Measure how wide a text is, in points."""
    return sum(map(open_face(font).widths.__getitem__, map(ord, text))) * size / 1000

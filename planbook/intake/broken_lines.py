"""Tell which lines a page or a text broke where the next word would not have fitted."""

from collections.abc import Iterable

_USUAL = 0.95  # share of lines that are no longer than the usual width: some stand out
_FULL = 0.78  # share of the usual width from which the next word would not have fitted


def usual_width(lines: Iterable[str]) -> int:
    """Give how many characters wide lines usually are, 0 where there are none."""
    lengths = sorted(map(len, lines))
    return lengths[int(len(lengths) * _USUAL)] if lengths else 0


def is_full(line: str, below: str, width: int) -> bool:
    """Tell whether the first word of the line below would not have fitted; no line fills a width of 0."""
    return bool(width) and len(line) + 1 + len(below.split()[0]) >= width * _FULL

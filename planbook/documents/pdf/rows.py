"""Part the words of a table without borders into rows.

The heights of blocks tell them; where these do not, level rules, numbers and the widest gaps do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from planbook.documents.pdf.blocks import (
    NUMBER,
    Row,
    are_low,
    find_rows,
    gather_blocks,
)
from planbook.documents.pdf.cells import CUT
from planbook.documents.pdf.regions import (
    GROUP,
    LEAST,
    Gutter,
    Region,
    Strip,
    column_of,
    part_at_gutters,
)
from planbook.documents.pdf.words import Word, write_line

ROW_BORDER = "không chắc ranh giới hàng, vì bảng không kẻ khung"
RULED = 0.6  # level rules for each row, from which they part the rows


@dataclass(frozen=True, slots=True)
class RowWords:
    """The words of a row; whether they run over all columns, and why they may be of another row."""

    words: list[Word]
    across: bool
    doubt: str = ""  # in Vietnamese
    below: bool = False  # the second row of headings, where the first has some over several columns


def part_rows(region: Region, gutters: Sequence[Gutter]) -> list[RowWords]:
    """Part the words of a region into rows, the first of which holds the headings."""
    words = [word for strip in region.strips for word in strip.words]
    blocks = gather_blocks(words, gutters)
    repeated = region.strips[region.headings - 1].base if region.repeats else None
    low = are_low(blocks)
    rows = find_rows(blocks, repeated if region.first else repeated or 0.0)
    if rows:
        return [
            RowWords(
                [word for block in row.blocks for word in block.words],
                row.across,
                CUT if low else "" if row.sure and not _is_ruled(row, region) else ROW_BORDER,
            )
            for row in rows
        ]
    ruled = _part_at_rules(region, gutters)
    if ruled:
        return ruled
    return [
        replace(row, doubt=ROW_BORDER if region.unsure & {top, bottom} else "")
        for top, bottom, row in _part_at(_find_cuts(region, gutters), region, gutters)
    ]


def _part_at(
    heights: Iterable[float], region: Region, gutters: Sequence[Gutter]
) -> Iterator[tuple[float, float, RowWords]]:
    """Part the words of a region at some heights; each row with those between which it stands."""
    for top, bottom in pairwise([float("-inf"), *heights, float("inf")]):
        own = [each for each in region.strips if top < each.base - 0.3 * each.size <= bottom]
        if own:
            across = all(_is_heading(each, gutters) for each in own)
            yield top, bottom, RowWords([word for strip in own for word in strip.words], across)


def _is_ruled(row: Row, region: Region) -> bool:
    """Tell whether a level rule runs through a row."""
    return any(row.top < rule < row.bottom - 1 for rule in region.rules)


def _part_at_rules(region: Region, gutters: Sequence[Gutter]) -> list[RowWords]:
    """Part the words of a region at its level rules; not where two numbers stand between two of them."""
    numbers = find_numbers(region, gutters)
    rules = sorted(region.rules)
    if not numbers or len(rules) < RULED * len(numbers):
        return []
    for top, bottom in pairwise([float("-inf"), *rules, float("inf")]):
        if sum(top < each.base <= bottom for each in numbers) > 1:
            return []
    return [row for _, _, row in _part_at(rules, region, gutters)]


def part_headings(row: RowWords, gutters: Sequence[Gutter]) -> list[RowWords]:
    """Part the second row of headings from the first, where one of these stands over several of those."""
    if any(word.run < 0 for word in row.words):
        return [row]
    blocks = sorted(gather_blocks(row.words, gutters), key=lambda each: each.top)
    for upper, lower in ((one, two) for one in blocks for two in blocks if one.bottom < two.top):
        if upper.first <= lower.first <= lower.last <= upper.last and not row.across:
            beside = [each for each in blocks if abs(each.top - lower.top) < 0.2 * each.size]
            under = {id(word) for each in beside for word in each.words}
            first = [word for word in row.words if id(word) not in under]
            second = [word for word in row.words if id(word) in under]
            return [replace(row, words=first), replace(row, words=second, below=True)]
    return [row]


def _is_heading(strip: Strip, gutters: Sequence[Gutter]) -> bool:
    """Tell whether a line is the heading of a group: across, or alone where the numbers stand."""
    alone = all(each.left < gutters[0].middle for each in strip.words)
    return _is_across_columns(strip, gutters) or (
        alone and bool(GROUP.match(write_line(strip.words)))
    )


def _is_across_columns(strip: Strip, gutters: Sequence[Gutter]) -> bool:
    """Tell whether a line runs over gutters as one text."""
    [first, *others] = part_at_gutters(strip.words, gutters)
    return not others and column_of(first[0], gutters) < column_of(first[-1], gutters)


def find_numbers(region: Region, gutters: Sequence[Gutter]) -> list[Word]:
    """List the numbers of rows: those that stand alone in the first column."""
    if not gutters:
        return []
    found = []
    others = 0
    for strip in region.strips:
        first = [each for each in strip.words if each.left < gutters[0].middle]
        others += bool(first)
        if len(strip.words) > 2 and all(NUMBER.fullmatch(each.text) for each in strip.words):
            continue  # it numbers the columns
        if (
            len(first) == 1
            and NUMBER.fullmatch(first[0].text)
            and not _is_across_columns(strip, gutters)
        ):
            found.append(first[0])
    return found if len(found) * 3 > others else []


def _find_cuts(region: Region, gutters: Sequence[Gutter]) -> list[float]:
    """Find the heights at which rows are parted, from the foot of the headings down."""
    low = region.strips[region.repeats - 1].base if region.repeats else 0.0
    numbers = [each for each in find_numbers(region, gutters) if each.base > low]
    bands = _find_bands(region)
    if not numbers:
        return _cut_at_gaps(region, bands)
    # A heading over several columns is across too, but no row of its own.
    head = [len(each.parts) >= LEAST and each.base < numbers[0].top for each in region.strips]
    under = max((at for at, parted in enumerate(head) if parted), default=-1) + 1
    under = region.repeats or under
    across = [each for each in region.strips[under:] if _is_heading(each, gutters)]
    # Each number has a row of its own, and so has each line that runs across.
    starts = [(each.top, each.bottom, False) for each in numbers]
    starts += [(each.words[0].top, each.words[0].bottom, True) for each in across]
    starts.sort()
    at_top = _stand_at_top(numbers, region)
    cuts: list[float] = []
    above = region.strips[0].words[0].bottom
    if region.repeats:
        for count in sorted({region.headings, region.repeats}):
            cuts += _cut_below(region.strips[:count], bands)
        above = cuts[-1] if cuts else above
    was_across = False
    for at, (top, bottom, is_across) in enumerate(starts):
        between = [each for each in bands if above - 1 <= each[0] and each[1] <= top + 1]
        if at == 0 and top <= region.strips[0].words[0].bottom:
            between = []
        if between:
            ruled = [each for each in between if any(each[0] <= r <= each[1] for r in region.rules)]
            widest = max(between, key=lambda each: each[1] - each[0])
            if ruled:
                cuts += [(each[0] + each[1]) / 2 for each in (ruled if at == 0 else ruled[-1:])]
                between = [each for each in between if each[0] > ruled[-1][0]] if at == 0 else []
            if at == 0 and (region.repeats or ruled):
                # What stands under the headings may be the rest of a row of the page before.
                widest = max(between, key=lambda each: each[1] - each[0], default=(0.0, 0.0))
                if between and (at_top or is_across):
                    cuts.append((between[-1][0] + between[-1][1]) / 2)
                elif between and widest[1] - widest[0] > _find_row_gap(numbers, bands) - 0.7:
                    cuts.append((widest[0] + widest[1]) / 2)
            elif ruled:
                pass
            elif at_top or is_across or was_across:
                near = between[0] if was_across and not is_across and not at_top else between[-1]
                cuts.append((near[0] + near[1]) / 2)
            else:
                cuts.append((widest[0] + widest[1]) / 2)
                alike = [b - a for a, b in between if b - a > widest[1] - widest[0] - 1]
                if len(alike) > 1:
                    region.unsure.add(cuts[-1])
        above = bottom
        was_across = is_across
    if starts and starts[-1][2]:
        below = [each for each in bands if each[0] >= starts[-1][1] - 1]
        cuts += [(below[0][0] + below[0][1]) / 2] if below else []
    return cuts


def _find_row_gap(numbers: Sequence[Word], bands: Sequence[tuple[float, float]]) -> float:
    """Find how far rows stand apart: the middle of the widest gaps between one number and the next."""
    widest = [
        max((b - a for a, b in bands if a >= one.bottom - 1 and b <= two.top + 1), default=0.0)
        for one, two in pairwise(numbers)
    ]
    return sorted(widest)[len(widest) // 2] if widest else 0.0


def _cut_below(strips: Sequence[Strip], bands: Sequence[tuple[float, float]]) -> list[float]:
    low = max((word.bottom for strip in strips for word in strip.words), default=0.0)
    return [(one + two) / 2 for one, two in bands if one >= low - 1][:1]


def _find_bands(region: Region) -> list[tuple[float, float]]:
    """List the level stretches of a region in which no word stands, from top to bottom."""
    boxes = sorted((word.top, word.bottom) for strip in region.strips for word in strip.words)
    bands: list[tuple[float, float]] = []
    low = boxes[0][1]
    for top, bottom in boxes:
        if top > low + 0.2:
            bands.append((low, top))
        low = max(low, bottom)
    return bands


def _stand_at_top(numbers: Sequence[Word], region: Region) -> bool:
    """Tell whether numbers stand at the top of their rows: no word begins higher and reaches lower."""
    words = [word for strip in region.strips for word in strip.words]
    return not any(
        each.top < number.top - 1.5 and each.bottom > number.top + 1.5
        for number in numbers
        for each in words
    )


def _cut_at_gaps(region: Region, bands: Sequence[tuple[float, float]]) -> list[float]:
    ruled = [each for each in bands if any(each[0] <= rule <= each[1] for rule in region.rules)]
    if len(ruled) >= 2:
        return [(one + two) / 2 for one, two in ruled]
    widths = sorted(two - one for one, two in bands)
    if not widths:
        return []
    # Gaps within rows are all alike, those between rows are wider.
    steps = [(after - before, after) for before, after in pairwise(widths)]
    least = max(steps, default=(0.0, widths[0]))
    least_width = least[1] if least[0] > 1.5 else widths[0]
    return [(one + two) / 2 for one, two in bands if two - one >= least_width]

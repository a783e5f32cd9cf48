"""Put the words of a table without borders into blocks, the texts of its cells, and blocks into rows.

A block is what was drawn one line after the other in one column. The blocks of a row stand with their first
lines, their middles or their last lines at one height, each column in its own way; what does not is told.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planbook.documents.pdf.regions import GROUP, LEAST, Gutter, column_of, part_at_gutters
from planbook.documents.pdf.words import Line, Word, are_bold, part_by_height, write_line

NUMBER = re.compile(r"[(\[]?(?:\d+(?:\.\d+)*|[IVX]+)[.)\]]*")
_NEAR = 0.2  # letters' sizes by which heights may miss each other
_STEPS = 0.95, 3.0  # letters' sizes from one line of a block to the next
_LOOSE = 0.25  # by which lines stand farther apart where a letter is of another font
_NUMBERED = 0.25  # share of the lines of the first column, above which its numbers begin rows
_CLOSE = 1.3  # the same, at which the texts of two rows may be one
_LOW = 0.8  # the same, below which lines lie over each other
_OVERLAPPED = 0.1  # share of blocks that do, from which it is the rule
_ALIGNED = (
    0.7  # share of blocks that stand in line with others, from which their heights tell the rows
)


@dataclass(slots=True)
class Block:
    """Lines of one text, and the columns in which they stand, first and last."""

    lines: list[Line]
    first: int
    last: int
    heads: bool = False  # in bold, alone at its height: what heads a group

    @property
    def words(self) -> list[Word]:
        """List its words."""
        return [word for line in self.lines for word in line]

    @property
    def top(self) -> float:
        """Tell on which height its first line stands."""
        return self.lines[0][0].base

    @property
    def bottom(self) -> float:
        """Tell on which height its last line stands."""
        return self.lines[-1][0].base

    @property
    def middle(self) -> float:
        """Tell its height between these."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Tell how large its letters are."""
        return self.lines[0][0].size

    @property
    def is_bold(self) -> bool:
        """Tell whether most of its letters are bold."""
        return are_bold(self.words)

    @property
    def is_number(self) -> bool:
        """Tell whether it numbers a row."""
        own = self.words
        return self.last == 0 and len(own) == 1 and bool(NUMBER.fullmatch(own[0].text))


@dataclass(slots=True)
class Row:
    """Blocks side by side; `sure` where their heights leave no other row for them."""

    blocks: list[Block]
    sure: bool = True
    across: bool = False  # one text over all columns

    @property
    def top(self) -> float:
        """Tell where it begins."""
        return min(each.top for each in self.blocks)

    @property
    def bottom(self) -> float:
        """Tell where it ends."""
        return max(each.bottom for each in self.blocks)


_SIDES: tuple[Callable[[Block], float], ...] = (
    lambda each: each.top,
    lambda each: each.middle,
    lambda each: each.bottom,
)


def gather_blocks(words: Iterable[Word], gutters: Sequence[Gutter]) -> list[Block]:
    """Put words into blocks, in the order in which they were drawn."""
    texts = list(_gather_texts(words, gutters))
    steps = Counter(
        round(_step(one, two), 1) for one, two in pairwise(texts) if _is_beside(one, two)
    )
    often = steps.most_common(1)[0][0] if steps else _STEPS[0]
    close = often - _NEAR / 2, often + _LOOSE
    _mark_headings(texts, close[1])
    blocks = _join_texts(texts, _STEPS, close[1])
    if are_low(blocks) or not _has_numbers(blocks):
        # Only what stands at the distance of lines is one text.
        blocks = _join_texts(texts, close, close[1])
    return blocks


def _mark_headings(texts: Sequence[Block], close: float) -> None:
    """Mark the texts of one line that head a group, where most others are not bold.

    One that stands as close over a regular one as its lines is the first line of a cell.
    """
    bold = [each for each in texts if each.is_bold]
    if 2 * len(bold) > len(texts):
        return
    heights = [each.top for each in texts]
    for each in bold:
        near = _NEAR * each.size
        each.heads = sum(abs(height - each.top) < near for height in heights) == 1
    for one, two in pairwise(texts):
        one.heads &= not (_is_beside(one, two) and not two.is_bold and _step(one, two) < close)


def _has_numbers(blocks: Sequence[Block]) -> bool:
    """Tell whether the first column has a number, which is drawn between the texts of two rows."""
    return any(each.is_number for each in blocks)


def _gather_texts(words: Iterable[Word], gutters: Sequence[Gutter]) -> Iterator[Block]:
    """Put words into blocks of one line."""
    runs: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        runs[word.run].append(word)
    for number in sorted(runs):
        for line in part_by_height(runs[number], _NEAR):
            for part in part_at_gutters(sorted(line, key=lambda each: each.left), gutters):
                columns = [column_of(each, gutters) for each in part]
                yield Block([part], min(columns), max(columns))


def _join_texts(texts: Sequence[Block], steps: tuple[float, float], close: float) -> list[Block]:
    """Join texts of one line that were drawn one after the other, at a distance between two.

    The lines of a heading stand no farther apart than is `close`.
    """
    right = max((word.right for text in texts for word in text.words), default=0.0)
    firsts = [text for text in texts if text.last == 0]
    numbered = sum(text.is_number for text in firsts) > _NUMBERED * len(firsts)
    lefts: dict[int, float] = {}
    for text in texts:
        lefts[text.first] = min(text.words[0].left, lefts.get(text.first, right))
    blocks: list[Block] = []
    for text in texts:
        if blocks and _is_same_line(blocks[-1], text):
            blocks[-1].lines[-1] = [*blocks[-1].lines[-1], *text.lines[0]]
        elif blocks and (
            steps[0] < _step(blocks[-1], text) < close and _heads_on(blocks[-1], text, lefts)
            if blocks[-1].heads
            else steps[0] < _step(blocks[-1], text) < steps[1]
            and not (numbered and text.is_number)
            and _goes_on(blocks[-1], text, right)
        ):
            blocks[-1].lines.append(text.lines[0])
        else:
            blocks.append(Block(list(text.lines), text.first, text.last, text.heads))
    return blocks


def _step(block: Block, text: Block) -> float:
    """Tell how far below a block a text stands, in sizes of its letters."""
    return (text.top - block.bottom) / block.size


def _is_beside(one: Block, two: Block) -> bool:
    """Tell whether a text that was drawn next stands below, in the same column."""
    return one.first == two.first and _STEPS[0] < _step(one, two) < _STEPS[1]


def are_low(blocks: Sequence[Block]) -> bool:
    """Tell whether rows are too low for their texts: blocks of one column often reach into each other."""
    pairs = over = 0
    columns: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        columns[block.first].append(block)
    for own in columns.values():
        own.sort(key=lambda each: each.top)
        pairs += len(own) - 1
        over += sum(_step(one, two) < _LOW for one, two in pairwise(own))
    return over > _OVERLAPPED * pairs


def _is_same_line(block: Block, line: Block) -> bool:
    """Tell whether words that were drawn next stand on the last line of a block, after a wide gap."""
    same = (line.first, line.last) == (block.first, block.last)
    behind = line.lines[0][0].left > block.lines[-1][-1].right
    return same and behind and abs(line.top - block.bottom) < _NEAR * block.size


def _heads_on(block: Block, line: Block, lefts: Mapping[int, float]) -> bool:
    """Tell whether a line is the next one of a heading, not another heading, unless its column is narrow."""
    narrow = block.words[-1].right < lefts.get(block.first + 1, 0.0)
    begins = line.is_number or GROUP.match(write_line(line.words))  # a row, or another group
    return line.first == block.first and line.is_bold and block.is_bold and (narrow or not begins)


def _goes_on(block: Block, line: Block, right: float) -> bool:
    """Tell whether a line that was drawn next is the next one of a block."""
    if line.first != block.first or (line.heads and not block.is_bold):
        return False
    if block.first < block.last:  # over columns: unless it was full, it is a text by itself
        last, next_word = block.lines[-1], line.lines[0][0]
        return last[-1].right + next_word.right - next_word.left > right - 2 * block.size
    return line.last == block.last


def find_rows(blocks: Sequence[Block], repeated: float | None) -> list[Row]:
    """Find the rows that blocks make, from top to bottom; none where their heights do not tell them.

    The first row holds the headings: what stands above the first row of others, or, on a page that repeats
    them, down to the height of `repeated`.
    """
    if any(word.run < 0 for each in blocks for word in each.words):
        return []
    heads = [] if repeated is None else [each for each in blocks if each.top <= repeated]
    counts = [each for each in blocks if _counts_columns(each, blocks)]
    placed = {id(each) for each in (*heads, *counts)}
    low = min((e.top for e in blocks if len(_list_beside(e, blocks)) >= LEAST), default=0.0)
    groups = [e for e in blocks if e.heads and e.top > low and id(e) not in placed]
    placed |= {id(each) for each in groups}
    body = [each for each in blocks if id(each) not in placed]
    anchors = _find_anchors(body)
    rows = [Row([each]) for each in anchors]
    if repeated is None and rows and not anchors[0].is_number:
        rows = rows[1:]
    if not rows:
        return []
    rest = [each for each in body if not any(each is row.blocks[0] for row in rows)]
    single = [each for each in rest if each.first == each.last or each.first > 0]
    for column in sorted({each.first for each in single}):
        _link([each for each in single if each.first == column], rows)
    rest = _without(rest, rows)
    for block in rest:
        _join_box(block, rows)
    rest = _without(rest, rows)
    top = min(row.top for row in rows)
    loose = [each for each in rest if each.first == each.last and each.top > top]
    if len(single) - len(loose) < _ALIGNED * len(single):
        return []
    if counts:
        rows.append(Row(counts))
    rows += map(_make_heading, groups)
    return _order(rows, rest, heads, repeated is None)


def _make_heading(block: Block) -> Row:
    """Make the row of a block that heads a group; unsure where a line of it may be another heading."""
    marked = any(GROUP.match(write_line(line)) for line in block.lines[1:])
    return Row([block], not marked, across=block.first == 0 or block.first < block.last)


def _without(blocks: Sequence[Block], rows: Sequence[Row]) -> list[Block]:
    """Take the blocks that are in no row, whole or cut."""
    placed = {id(line) for row in rows for each in row.blocks for line in each.lines}
    return [each for each in blocks if not any(id(line) in placed for line in each.lines)]


def _find_anchors(blocks: Sequence[Block]) -> list[Block]:
    """Find the blocks that begin rows: the numbers, or where there are none, those of the fullest column."""
    firsts = [each for each in blocks if each.last == 0]
    numbers = [each for each in firsts if each.is_number]
    if len(numbers) * 3 > len(firsts):
        return sorted(numbers, key=lambda each: each.top)
    columns = Counter(each.first for each in blocks if each.first == each.last)
    fullest = max(sorted(columns), key=lambda each: columns[each], default=0)
    own = [each for each in blocks if each.first == each.last == fullest]
    return sorted(own, key=lambda each: each.top)


def _list_beside(block: Block, blocks: Sequence[Block]) -> list[Block]:
    """List the blocks that begin at the height of one, with itself."""
    return [each for each in blocks if abs(each.top - block.top) < _NEAR * block.size]


def _counts_columns(number: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether a number stands in a line of nothing but numbers, those of the columns."""
    beside = _list_beside(number, blocks)
    return len(beside) >= LEAST and all(
        NUMBER.fullmatch(word.text) for each in beside for word in each.words
    )


def _link(blocks: Sequence[Block], rows: Sequence[Row]) -> None:
    """Put the blocks of a column into the rows with whose first blocks they stand at one height."""
    anchors = [row.blocks[0] for row in rows]
    best: list[tuple[int, Block]] = []
    for side in _SIDES:
        found = [pair for block in blocks for pair in _place(block, anchors, side)]
        alone = Counter(at for at, _ in found)
        if sum(each == 1 for each in alone.values()) > len({at for at, _ in best}):
            best = found
    held = Counter(at for at, _ in best)
    for at, block in best:
        rows[at].blocks.append(block)
        rows[at].sure &= held[at] == 1
    for (at, one), (after, two) in pairwise(best):
        # Lines of a cell merged over rows may stand as theirs do.
        if after == at + 1 and 0 < _step(one, two) < _CLOSE:
            rows[at].sure = rows[after].sure = False


def _place(
    block: Block, anchors: Sequence[Block], side: Callable[[Block], float]
) -> list[tuple[int, Block]]:
    """Find the row of a block; several where the cells of rows that follow were drawn one after the other."""
    near = _NEAR * block.size
    within = [
        at
        for at, each in enumerate(anchors)
        if block.top - near <= side(each) <= block.bottom + near
    ]
    if len(within) > 1:
        parts = _cut(block, [side(anchors[at]) for at in within], side)
        if parts:
            return list(zip(within, parts, strict=True))
    return [(at, block) for at in within if abs(side(anchors[at]) - side(block)) <= near]


def _cut(block: Block, heights: Sequence[float], side: Callable[[Block], float]) -> list[Block]:
    """Cut a block into as many as there are heights, each at its own; none where that cannot be."""
    height, *others = heights
    near = _NEAR / 2 * block.size
    for end in range(len(block.lines) - len(others), 0, -1):
        part = Block(block.lines[:end], block.first, block.last)
        if abs(side(part) - height) <= near:
            if not others:
                return [part] if end == len(block.lines) else []
            rest = _cut(Block(block.lines[end:], block.first, block.last), others, side)
            if rest:
                return [part, *rest]
    return []


def _join_box(block: Block, rows: Sequence[Row]) -> None:
    """Put a block into the row that begins, ends or has its middle where the block has."""
    near = _NEAR * block.size
    for row in rows:
        if not any(each.first <= block.first <= each.last for each in row.blocks):
            sides = (
                (row.top, block.top),
                ((row.top + row.bottom) / 2, block.middle),
                (row.bottom, block.bottom),
            )
            if any(abs(one - two) <= near for one, two in sides):
                row.blocks.append(block)
                return


def _order(rows: list[Row], rest: Sequence[Block], heads: list[Block], headed: bool) -> list[Row]:
    """Add the headings and what stands in no row, and put all in order."""
    top = min(row.top for row in rows)
    found: list[Row] = list(rows)
    across = [each for each in rest if each.first < each.last]
    if headed:
        heads = _find_headings([each for each in rest if each.top < top])
    for block in sorted(rest, key=lambda each: each.top):
        if any(block is each for each in heads):
            continue
        heads_group = block.last == 0 and GROUP.match(write_line(block.words))
        if heads_group or any(block is each for each in across):
            found.append(Row([block], across=True))
            continue
        last = found[-1]
        if (
            not last.sure
            and not last.across
            and block.top - last.bottom < block.size / 2
            and last not in rows
        ):
            last.blocks.append(block)
            continue
        within = [row for row in rows if row.top - 1 < block.top and block.bottom < row.bottom + 1]
        if within:
            within[0].blocks.append(block)
            within[0].sure = False
        else:
            found.append(Row([block], sure=False))
    found.sort(key=lambda each: (each.blocks[0].middle, each.top))
    return ([Row(heads)] if heads else []) + found


def _find_headings(blocks: Sequence[Block]) -> list[Block]:
    """Find the headings of columns among what stands over the first row: down to a text that is alone."""
    heads: list[Block] = []
    for block in sorted(blocks, key=lambda each: each.top):
        beside = [each for each in blocks if each is not block and _stand_beside(block, each)]
        if heads and not beside:
            break
        heads.append(block)
    return heads


def _stand_beside(one: Block, two: Block) -> bool:
    """Tell whether two blocks have a height in common."""
    return one.top - 0.75 * one.size < two.bottom and two.top - 0.75 * two.size < one.bottom

"""Turn paragraphs, or the broken lines of a dump, into the items of numbered lists, in order.

Words are only joined, never changed; a line is joined to the one above where it goes on with it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from unicodedata import normalize

from planbook.documents.document import Paragraph
from planbook.intake.broken_lines import is_full, usual_width
from planbook.intake.list_marks import find_mark
from planbook.vietnamese.alphabet import fold

_MARKDOWN = re.compile(r"^#{1,6} +|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_PAGE = re.compile(r"[-–\s]*(?:trang )?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*", re.I)
_OPENS = re.compile(r"(?:giao|yêu cầu|đề nghị|phân công|trên đây|nay thông báo|nơi nhận)\b", re.I)
_RUN_IN = re.compile(r":\s+(?=\(1\)\s|1\)\s|a\)\s)")
_RUN_ON = ("dash", "bracket", "bracketed letter", "small", "number0")
_OF_PAGE = "trang "  # how places in a PDF begin
_PAGE_WIDTH = 110  # characters of a line
_MIDST = 5  # where one of so many lines begins in midst of a sentence, lines are surely broken
_RUN_IN_WITHIN = 90  # characters of a heading, before the first item in its own paragraph


@dataclass(slots=True)
class Item:
    """A paragraph, with the mark that opens it where it is an item of a list."""

    text: str  # lines parted by \n, without the mark
    place: str
    mark: str = ""
    kind: str = ""  # of the mark; none for a plain paragraph
    rank: int = 0
    gap: str = " "  # between the mark and the words
    parted: bool = False  # one of several in one paragraph

    @property
    def number(self) -> str:
        """Give the number as people say it: 1, 1.1, a; a dash has none."""
        return "" if self.kind in ("dash", "plus") else self.mark.strip("().:,/–- ")

    @property
    def title(self) -> str:
        """Give the words with the mark before them, as they are printed."""
        return f"{self.mark}{self.gap}{self.text}".strip()


@dataclass(slots=True)
class Node:
    """An item with what stands under it; the root has no item of its own."""

    item: Item
    children: list["Node"] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)  # plain paragraphs


def read_items(paragraphs: Iterable[Paragraph]) -> Iterator[Item]:
    """Give the items and plain paragraphs of a text, each with all of its lines.

    The number of a page stands alone in the lines of a dump, and is of a kind of its own.
    """
    lines: list[Paragraph] = []
    apart: set[int] = set()  # lines that a page of a PDF shows to begin a paragraph
    for paragraph in paragraphs:
        apart |= {len(lines)} if paragraph.place.startswith(_OF_PAGE) else set()
        lines += _part_lines(paragraph)
    width, broken = _measure(lines)
    last: dict[str, str] = {}
    item: Item | None = None
    above = ""
    for at, line in enumerate(lines):
        if _PAGE.fullmatch(line.text):
            yield Item(line.text, line.place, kind="page")
            continue
        new = _open_item(line)
        empty = item and item.kind and not item.text and not new.kind  # its mark stands alone
        if item and (
            empty
            or _goes_on(above, new, 0 if at in apart else width, broken, last.get(new.kind, ""))
        ):
            item.text += f"\n{line.text}"
        else:
            if item:
                yield from _part(item)
            item = new
            last[new.kind] = new.number
        above = line.text
    if item:
        yield from _part(item)


def _part_lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Part a paragraph at its line breaks: those that Word allows, where they open an item.

    What a page of a PDF shows as one paragraph may be several, so there every line is weighed anew.
    """
    pending: list[str] = []
    for line in normalize("NFC", paragraph.text).split("\n"):
        plain = _MARKDOWN.sub("", line.strip()).strip()
        opens = paragraph.place.startswith(_OF_PAGE) or _open_item(Paragraph(plain, "")).kind
        if pending and opens:
            yield Paragraph("\n".join(pending), paragraph.place)
            pending = []
        if plain:
            pending.append(plain)
    if pending:
        yield Paragraph("\n".join(pending), paragraph.place)


def hang_names(items: Sequence[Item], names: Callable[[str], bool]) -> Iterator[Item]:
    """Make headings of plain paragraphs that stand over the items of a list.

    They are but names, or end in a colon between two lists of one kind.
    """
    above = ""
    for item, below in zip_longest(items, items[1:]):
        if below and below.kind and not item.kind:
            between = item.text.endswith(":") and below.kind == above
            if between or names(item.text):
                item = replace(item, kind=f"over {below.kind}", rank=below.rank - 1)
        elif item.kind:
            above = item.kind
        yield item


def make_tree(items: Sequence[Item]) -> Node:
    """Hang each item under the one that holds it.

    A plain paragraph belongs to the item above, or where it leads in a list, to what holds that.
    """
    root = Node(Item("", ""))
    open_nodes = [root]
    for item, below in zip_longest(items, items[1:]):
        if not item.kind:
            leads_in = below and below.kind and item.text.endswith(":")
            while leads_in and len(open_nodes) > 1 and open_nodes[-1].item.rank >= below.rank:
                open_nodes.pop()
            open_nodes[-1].notes.append(item)
            continue
        kinds = [each.item.kind for each in open_nodes]
        if item.kind in kinds:
            del open_nodes[kinds.index(item.kind) :]
        while len(open_nodes) > 1 and open_nodes[-1].item.rank > item.rank:
            open_nodes.pop()
        node = Node(item)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)
    return root


def _open_item(line: Paragraph) -> Item:
    mark = find_mark(line.text)
    if mark is None:
        return Item(line.text, line.place)
    rest = line.text[mark.end :]
    gap = " " if rest[:1].isspace() else ""
    return Item(rest.strip(), line.place, mark.text, mark.kind, mark.rank, gap)


def _measure(lines: Sequence[Paragraph]) -> tuple[int, bool]:
    """Tell how wide the lines of a dump are, 0 where each is a paragraph, and how surely.

    A dump shows by lines that begin in midst of a sentence, or by none that is longer than a page
    is wide; what Word calls a paragraph is one, unless many begin so.
    """
    midst = sum(
        not _open_item(each).kind and not each.text[0].isupper() and not _PAGE.fullmatch(each.text)
        for each in lines
    )
    longest = max((len(each.text) for each in lines), default=0)
    narrow = longest <= _PAGE_WIDTH and not any(each.place.startswith("đoạn") for each in lines)
    broken = bool(lines) and midst * _MIDST >= len(lines)
    if not lines or not (broken or narrow):
        return 0, False
    return usual_width(each.text for each in lines), broken


def _goes_on(above: str, new: Item, width: int, broken: bool, last: str) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    line = new.title
    if above.endswith("./.") or fold(line).startswith("noi nhan"):
        return False
    ended = above.endswith((".", ";", ":", "!", "?", "…"))
    full = is_full(above, line, width)
    if new.kind:  # “… trong tháng” over “12. Báo cáo …” opens nothing
        return full and not ended and not _follows(new, last)
    if line[0].islower() or line[0] in ",;.)%&" or not (line[0].isupper() or ended):
        return True
    if above.endswith(".") and broken:  # a sentence may end where its line does
        return full and not line.isupper() and not _OPENS.match(line)
    return full and not ended


def _follows(item: Item, last: str) -> bool:
    """Tell whether an item is the first of its kind or comes after the one before."""
    number = item.number.rpartition(".")[2]
    before = last.rpartition(".")[2]
    if number.isdecimal():
        return int(number) == 1 or (before.isdecimal() and int(number) == int(before) + 1)
    return item.kind not in ("dash", "plus", "small")


def _part(item: Item) -> Iterator[Item]:
    """Part “1. Phòng A: (1) … (2) …” all in one paragraph, into the items that it holds."""
    found = _RUN_IN.search(item.text)
    if not item.kind or not found or found.start() > _RUN_IN_WITHIN:
        yield from _part_run_on(item) if item.kind in _RUN_ON else (item,)
        return
    sign = item.text[found.end() :]
    count = (r"\({}\)" if sign.startswith("(") else r"{}\)").format
    numbers = "abcdefghijk" if sign[0] == "a" else [str(n) for n in range(1, 30)]
    starts, at = [], found.end()
    for number in numbers:
        each = re.compile(rf"(?<![\w(]){count(number)}\s").search(item.text, at)
        if not each:
            break
        starts.append(each.start())
        at = each.end()
    if len(starts) < 2:
        yield item
        return
    yield replace(item, text=item.text[: found.start() + 1])
    for start, end in zip(starts, [*starts[1:], len(item.text)], strict=True):
        yield _open_item(Paragraph(item.text[start:end].strip(), item.place))


def _part_run_on(item: Item) -> Iterator[Item]:
    """Part a list that runs on in one paragraph: each next mark over a capital, behind the end of a sentence."""
    while found := _find_next(item):
        yield replace(item, text=item.text[: found.start()], parted=True)
        item = replace(item, mark=found[1], text=item.text[found.end() :], parted=True)
    yield item


def _find_next(item: Item) -> re.Match[str] | None:
    """Find the mark in an item that comes after its own: a dash after a dash, b) after a)."""
    sign = "[-–]"
    if item.kind != "dash":
        number = item.number
        after = str(int(number) + 1) if number.isdecimal() else chr(ord(number[-1]) + 1)
        sign = re.escape(item.mark.replace(number, after))
    marks = re.finditer(rf"(?<=[.;])\s+({sign})\s+", item.text)
    return next((each for each in marks if item.text[each.end() :][:1].isupper()), None)

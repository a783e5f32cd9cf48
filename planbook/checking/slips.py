"""Find slips of writing: what Markdown takes for plain text, or makes an empty box of."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain, islice

from planbook.checking.icons import list_icons
from planbook.model import nearest, quote

KINDS = (
    *("note", "abstract", "info", "tip", "success", "question"),
    *("warning", "failure", "danger", "bug", "example", "quote"),
)
_FENCE = re.compile(r" *(?:> ?)*(`{3,}|~{3,})")
_CODE = re.compile(r"(`+).*?\1")
_BOX = re.compile(r'( *)(?:!!!|\?\?\?\+?) ?([\w-]*)(?: +[\w-]+)*(?: *"[^"]*")? *')
_TAB = re.compile(r'( *)===[+!]{0,2} +"[^"]*" *')
_LIKE_BOX = re.compile(r" *(!!!|\?\?\?)\+?[^!?.]*")
_LIKE_TAB = re.compile(r" *===[+!]{0,2} *[^=\s].*")
_ICON = re.compile(r"(?<![\w:]):([a-z]\w*(?:-\w+)*):(?![\w:])")
_SETS = ("material-", "fontawesome-", "octicons-", "simple-")
_MAX_TOLD = 30  # slips of a page
_EMPTY = "chưa có nội dung; viết ở các dòng dưới, mỗi dòng thụt thêm bốn dấu cách"


def find_slips(
    text: str, extensions: Collection[str], own_kinds: Collection[str] = ()
) -> Iterator[tuple[int, str]]:
    """Find the lines, counted from 0, that are read with these extensions otherwise than they look.

    `own_kinds` are kinds of boxes that the office's own style sheets may draw.
    """
    yield from islice(_find(text.split("\n"), extensions, own_kinds), _MAX_TOLD)


def _find(
    lines: list[str], extensions: Collection[str], own_kinds: Collection[str]
) -> Iterator[tuple[int, str]]:
    fence = ""
    for at, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and found[1].startswith(fence):
            fence = "" if fence else found[1]
        elif not fence:
            box = _judge_box(lines, at, extensions, own_kinds)
            for message in chain(box, _judge_icons(line, extensions)):
                yield at, message


def _judge_box(
    lines: list[str], at: int, extensions: Collection[str], own_kinds: Collection[str]
) -> Iterator[str]:
    """Judge a line that begins a box or a tab, or nearly."""
    line = lines[at]
    if box := _LIKE_BOX.fullmatch(line):
        wanted = "admonition" if box[1] == "!!!" else "pymdownx.details"
        right, example = _BOX.fullmatch(line), f'khung viết thế này: {box[1]} note "Tên khung"'
    elif _LIKE_TAB.fullmatch(line):
        wanted, right = "pymdownx.tabbed", _TAB.fullmatch(line)
        example = 'thẻ viết thế này: === "Tên thẻ"'
    else:
        return
    if wanted not in extensions:
        yield f"{quote(line)}: chỉ hiện như chữ thường; thêm {wanted} vào markdown_extensions"
    elif not right:
        yield f"{quote(line)}: chỉ hiện như chữ thường; {example}"
    else:
        if box and right[2] and right[2] not in (*KINDS, *own_kinds):
            guess = nearest(right[2], KINDS)
            hint = f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(KINDS)}"
            yield f"{quote(right[2])}: không có loại khung này; {hint}"
        below = next(filter(str.strip, islice(lines, at + 1, None)), "")
        if not below.startswith(right[1] + "    "):
            yield f"{quote(line)}: {_EMPTY}"


def _judge_icons(line: str, extensions: Collection[str]) -> Iterator[str]:
    """Judge what looks like the name of an icon or an emoji."""
    if ":" not in line or "pymdownx.emoji" not in extensions:
        return
    for found in _ICON.finditer(_CODE.sub("", line)):
        if found[1] not in list_icons():
            guess = _guess_icon(found[1])
            if guess or found[1].startswith(_SETS):
                hint = f"có phải :{guess}:?" if guess else "trang “Cách viết một trang” có ví dụ"
                yield f"{quote(found[0])}: không có biểu tượng này; {hint}"


@cache
def _guess_icon(name: str) -> str | None:
    """Find the nearest name of an icon of the same set and letter."""
    start = name[: name.find("-") + 2]
    return nearest(name, sorted(each for each in list_icons() if each.startswith(start)))

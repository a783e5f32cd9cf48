"""Turn a page of a PDF into the letters that a reader sees on it, and the rules drawn around them.

Letters without ink, outside the page, slanted over it or too small to read are left out and told.
Places are points from the page's top left corner, whichever way the page was turned.
"""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage

from planbook.documents.document import COMMENT, STRUCK, TINY
from planbook.documents.pdf.layout import find_end, lay_out
from planbook.documents.pdf.words import Letter, gather_words, number_runs, write_lines
from planbook.model import quote

_SMALL = 2.5  # points of a letter: nothing that small can be read
_THIN = 3.0  # points: a box no wider than this is a rule
_INK = 16  # of 255: the least by which a letter's darkest and lightest points differ
_PALE, _LARGE = 130, 24  # the ink that a letter for reading has at least, the size of a watermark
_POINTS = 3_000_000  # of the picture that shows whether letters leave ink
_SHARPEST = 110  # dots per inch of it
_FULL_PAGE = 0.6  # share of the page that one picture covers where the page is a scan

UNSEEN = "chữ không nhìn thấy trên trang"
OUTSIDE = "chữ ngoài mép trang"
WATERMARK = "chữ chìm (watermark)"
_NOTES = {  # what readers of a file lay over its pages
    "StrikeOut": STRUCK,
    "Text": COMMENT,
    "FreeText": "chữ ghi thêm lên trang",
    "Stamp": "dấu đóng thêm lên trang",
    "FileAttachment": "tệp đính kèm trên trang",
    "Widget": "ô điền của biểu mẫu",
}
UNREADABLE = "\ufffd"  # in place of a letter that the file's fonts do not name


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line that runs along one axis, from `start` to `end`, at a place of the other."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What one page shows."""

    number: int
    width: float
    height: float
    letters: list[Letter]
    across: list[Rule]  # rules from left to right
    down: list[Rule]
    is_picture: bool = False  # one picture covers it
    has_picture: bool = False
    recognised: bool = False  # its letters were laid over a picture of them
    unreadable: int = 0  # letters that the file's fonts do not name
    fonts: Counter[str] = field(default_factory=Counter)  # how many letters have which
    left_out: dict[str, None] = field(default_factory=dict)  # in Vietnamese


def read_page(page: Any) -> Page:
    """Read a page as pdfplumber opens it."""
    return _PageReader(page).read()


Place = Callable[[float, float], tuple[float, float]]


class _PageReader:
    """Reads one page: first all that is drawn, then what of it is seen."""

    def __init__(self, page: Any):
        self._page = page
        self._layout = lay_out(page)
        self._height, self._width = self._layout.height, self._layout.width
        items = list(_walk(self._layout))
        self._chars = [each for each in items if isinstance(each, LTChar)]
        self._curves = [each for each in items if isinstance(each, LTCurve)]
        self._pictures = [each for each in items if isinstance(each, LTImage)]

    def read(self) -> Page:
        """Read the letters that are seen, and the rules."""
        turns = Counter(turn for each in self._chars if (turn := _turn_of(each)) is not None)
        turn = turns.most_common(1)[0][0] if turns else 0
        place, width, height = self._turn(turn)
        across, down = _find_rules(self._curves, place)
        page = Page(self._page.page_number, width, height, [], across, down)
        page.is_picture = max(map(self._cover, self._pictures), default=0.0) > _FULL_PAGE
        page.has_picture = bool(self._pictures)
        page.fonts.update(each.fontname for each in self._chars)
        page.recognised = page.is_picture and bool(self._chars)
        letters = _without_doubles(self._list_letters(page, place, turn))
        letters = self._leave_out(letters, page, turn, self._measure_ink(letters, turn))
        letters = _strike(letters, page)
        page.letters = self._read_notes(letters, page) if turn == 0 else letters
        number_runs([each for each in page.letters if each.turn == 0])
        return page

    def _read_notes(self, letters: list[Letter], page: Page) -> list[Letter]:
        """Tell what readers of the file noted on it; what they struck out is left out too."""
        try:
            notes = self._page.annots
        except Exception:  # a damaged note is no reason to refuse the page under it
            page.left_out["ghi chú trên trang mà không đọc được"] = None
            return letters
        for each in notes:
            kind = getattr(each["data"].get("Subtype"), "name", "")
            said = " ".join(str(each["contents"] or "").split())
            if kind == "StrikeOut":
                own = [
                    letter
                    for letter in letters
                    if each["x0"] <= letter.x <= each["x1"]
                    and each["top"] <= letter.y <= each["bottom"]
                ]
                gone = {id(letter) for letter in own}
                letters = [letter for letter in letters if id(letter) not in gone]
                said = " ".join(write_lines(gather_words(own)).split())
            if kind in _NOTES:
                page.left_out[f"{_NOTES[kind]} {quote(said)}" if said else _NOTES[kind]] = None
        return letters

    def _turn(self, turn: int) -> tuple[Place, float, float]:
        """Give what puts a point of the file on the page, upright, and the page's width and height."""
        wide, high = self._width, self._height
        match turn:
            case 1:
                return (lambda x, y: (y, x)), high, wide
            case 2:
                return (lambda x, y: (wide - x, y)), wide, high
            case 3:
                return (lambda x, y: (high - y, wide - x)), high, wide
        return (lambda x, y: (x, high - y)), wide, high

    def _cover(self, picture: LTImage) -> float:
        wide = min(picture.x1, self._width) - max(picture.x0, 0)
        high = min(picture.y1, self._height) - max(picture.y0, 0)
        return float(max(wide, 0) * max(high, 0) / max(self._width * self._height, 1))

    def _list_letters(self, page: Page, place: Place, turn: int) -> Iterator[Letter]:
        last: Letter | None = None
        inked: Letter | None = None
        for char in self._chars:
            text = _name(char)
            if text is None:
                page.unreadable += 1
                text = UNREADABLE
            (x0, y0), (x1, y1) = place(char.x0, char.y0), place(char.x1, char.y1)
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            own = _turn_of(char)
            relative = None if own is None else (own - turn) % 4
            if relative in (1, 3):
                # Measured along its own text: upwards, or downwards.
                x0, x1, y0, y1 = (-y0, -y1, x0, x1) if relative == 1 else (y0, y1, -x0, -x1)
            left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            size = bottom - top
            base = bottom - 0.2 * size
            if relative == 0:
                # The boxes of fonts are of any height; their letters stand on one line, or are raised.
                base = min(place(char.matrix[4], char.matrix[5])[1], bottom)
                y = base - 0.3 * size
            near = last and last.turn == relative and -size < left - last.right < size
            if text and unicodedata.combining(text[0]) and last and near:
                last.text += text
                continue
            end = find_end(char) if relative == turn == 0 else math.inf
            unseen = left >= end or (right > end and not text.strip())
            if unseen and inked and near and abs(inked.base - base) < 0.1 * size:
                inked.cut = True
                continue
            bold = any(each in char.fontname for each in ("Bold", "Black", "Heavy", "bold"))
            last = Letter(text, left, right, base, size, x, y, bold, relative)
            if right > end:
                last.right, last.cut = max(end - 0.5, left), bool(text.strip())
            inked = last if text.strip() else inked
            last.pale = size >= _LARGE and _is_pale(char.graphicstate.ncolor)
            if text:
                yield last

    def _measure_ink(self, letters: Iterable[Letter], turn: int) -> Callable[[Letter], int]:
        """Draw the page, and give what tells how much a letter's place there differs from itself."""
        area = max(self._width * self._height, 1) / 72**2
        sharpness = min(_SHARPEST, math.sqrt(_POINTS / area))
        scale = sharpness / 72
        if scale < 0.5:
            return lambda letter: 255
        picture = self._page.to_image(resolution=sharpness, force_mediabox=True).original.convert(
            "L"
        )
        if turn:
            picture = picture.rotate(-90 * turn, expand=True)

        def measure(letter: Letter) -> int:
            wide, high = (letter.right - letter.left) / 2, 0.5 * letter.size
            if letter.turn in (1, 3):
                wide, high = high, wide
            left, top = math.floor((letter.x - wide) * scale), math.floor((letter.y - high) * scale)
            right, bottom = (
                math.ceil((letter.x + wide) * scale),
                math.ceil((letter.y + high) * scale),
            )
            if left < 0 or top < 0 or right >= picture.width or bottom >= picture.height:
                return 255
            low, most = picture.crop((left, top, right, bottom)).getextrema()
            return int(most - low)

        return measure

    def _find_shown(self) -> tuple[float, float, float, float]:
        """Find what of the page is shown: readers cut it where the file says so."""
        aside, down = self._page.mediabox[:2]
        x0, top, x1, bottom = self._page.cropbox
        return x0 - aside, top - down, x1 - aside, bottom - down

    def _leave_out(
        self, letters: list[Letter], page: Page, turn: int, ink: Callable[[Letter], int]
    ) -> list[Letter]:
        """Part what is seen from what is not, and tell the latter."""
        x0, top, x1, bottom = (0, 0, page.width, page.height) if turn else self._find_shown()
        unseen: dict[str, list[Letter]] = defaultdict(list)
        seen: list[Letter] = []
        for each in letters:
            if each.turn is None or each.turn == 2 or each.pale:
                unseen[WATERMARK].append(each)
            elif not (x0 <= each.x <= x1 and top <= each.y <= bottom):
                unseen[OUTSIDE].append(each)
            elif each.size < _SMALL:
                unseen[TINY].append(each)
            else:
                seen.append(each)
        large = [each for each in seen if each.size >= _LARGE and each.text.strip()]
        if large and sorted(map(ink, large))[len(large) // 2] < _PALE:
            unseen[WATERMARK] += large
        else:
            large = []
        without: set[int] = {id(each) for each in large}
        for word in gather_words(each for each in seen if id(each) not in without):
            if all(ink(each) < _INK for each in word.letters):
                unseen[UNSEEN] += word.letters
                without |= {id(each) for each in word.letters}
        for reason, own in unseen.items():
            if any(each.turn is None for each in own):
                words = "".join(each.text for each in own)
            else:
                words = write_lines(gather_words(own))
            if words := " ".join(words.split()):
                page.left_out[f"{reason} {quote(words)}"] = None
        return [each for each in seen if id(each) not in without]


def _walk(item: Any) -> Iterator[Any]:
    for each in item:
        if isinstance(each, LTFigure):
            yield from _walk(each)
        else:
            yield each


def _turn_of(char: LTChar) -> int | None:
    """Tell by how many quarters a letter is turned to the left; None for a slant."""
    a, b = char.matrix[0], char.matrix[1]
    length = math.hypot(a, b)
    if not length:
        return 0
    if abs(b) < 0.05 * length:
        return 0 if a > 0 else 2
    if abs(a) < 0.05 * length:
        return 1 if b > 0 else 3
    return None


def _is_pale(colour: Any) -> bool:
    """Tell whether letters of a colour, gray, RGB or CMYK, are hardly darker than paper."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(each, int | float) for each in parts):
        return False
    if len(parts) == 4:
        return sum(parts) < 0.6
    return len(parts) in (1, 3) and min(parts) > 0.6


def _name(char: LTChar) -> str | None:
    """Give the text of a letter; None where the file's fonts do not name it."""
    text = char.get_text()
    if text.startswith("(cid:") or "\ufffd" in text:
        return None
    if any("\ue000" <= each <= "\uf8ff" for each in text):
        return None
    text = text.replace("\0", "")
    return unicodedata.normalize("NFKC", text) if "\ufb00" <= text[:1] <= "\ufb06" else text


def _without_doubles(letters: Iterable[Letter]) -> list[Letter]:
    """Take once what was drawn twice, a hair apart, to look bold."""
    kept: dict[tuple[str, int, int], list[Letter]] = {}
    single = []
    for each in letters:
        near = 0.1 * each.size
        key = each.text, round(each.base / 4), round(each.left / 4)
        around = (
            other
            for down in (-1, 0, 1)
            for aside in (-1, 0, 1)
            for other in kept.get((key[0], key[1] + down, key[2] + aside), ())
        )
        if any(abs(o.left - each.left) < near and abs(o.base - each.base) < near for o in around):
            continue
        kept.setdefault(key, []).append(each)
        single.append(each)
    return single


# ---- rules ---------------------------------------------------------------------------------------


def _find_rules(curves: Iterable[LTCurve], place: Place) -> tuple[list[Rule], list[Rule]]:
    """Find the straight lines of a page: lines, thin boxes, and the sides of boxes with an outline."""
    across: list[Rule] = []
    down: list[Rule] = []

    def add(x0: float, y0: float, x1: float, y1: float) -> None:
        # A dot may be a part of either.
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if high <= _THIN and wide > 0.5 * high:
            across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if wide <= _THIN and high > 0.5 * wide:
            down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    for each in curves:
        (x0, y0), (x1, y1) = place(each.x0, each.y0), place(each.x1, each.y1)
        if abs(x1 - x0) <= _THIN or abs(y1 - y0) <= _THIN:
            add(x0, y0, x1, y1)
        elif each.stroke:
            points = [place(*point) for point in each.pts]
            for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    add(ax, ay, bx, by)
    return across, down


def _strike(letters: list[Letter], page: Page) -> list[Letter]:
    """Leave out the letters that a rule of their own length runs through, and tell them."""
    struck: dict[int, Letter] = {}
    through: set[int] = set()
    for rule in page.across:
        own = [
            each
            for each in letters
            if each.turn == 0
            and each.base - 0.45 * each.size < rule.at < each.base - 0.12 * each.size
            and rule.start - 1 < each.x < rule.end + 1
        ]
        inked = [each for each in own if each.text.strip()]
        if inked and (
            min(each.left for each in inked) < rule.start + 3
            and max(each.right for each in inked) > rule.end - 3
        ):
            struck |= {id(each): each for each in own}
            through.add(id(rule))
    page.across = [each for each in page.across if id(each) not in through]
    if words := " ".join(write_lines(gather_words(struck.values())).split()):
        page.left_out[f"{STRUCK} {quote(words)}"] = None
    return [each for each in letters if id(each) not in struck]

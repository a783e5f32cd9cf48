"""Draw the picture that a shared link shows: whose page it is, its title, its counts, its months.

There is one for the home page, each unit, month and plan; nothing is read but fonts of our own.
"""

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from planbook.model import UNIT_KINDS, Body, Files, Keep, Plan, Site, Unit, list_months
from planbook.vietnamese.wording import name_month, show_number
from planbook.views.ledger import (
    Ledger,
    Row,
    count_own,
)

NAME = "og.png"  # beside the page
SIZE = WIDTH, HEIGHT = 1200, 630

# Sixteen colours on two ramps, so that edges blend: what is read goes from the ground over a soft
# blue to white, what is seen from the ground to the sun. A pixel is drawn as its colour's number
# shifted by BITS, which leaves the room for blending.
BITS = 4
_GROUND, _DIM, _SOFT, _WHITE, _DUSK, _SUN = (number << BITS for number in (0, 2, 8, 10, 11, 15))
_RAMPS = ((8, 0x0A4350, 0xC5E4E8), (2, 0xC5E4E8, 0xFFFFFF), (5, 0x0A4350, 0xF4B27A))

_MARGIN, _FLOOR = 72, 548
_ROOM = WIDTH - 2 * _MARGIN
_FONTS = Path(__file__).parent / "fonts"
_TITLES = ((66, 2), (56, 2), (46, 3))  # sizes, and how many lines each may take
_CAPITAL, _LEADING = 0.714, 1.24  # heights of a capital letter and of a line in a size


@dataclass(frozen=True, slots=True)
class Picture:
    """The words of a picture, and the months that it draws: how many tasks are due in each."""

    owner: Body | None
    kicker: str
    title: str
    facts: str
    months: tuple[tuple[str, int], ...] = ()
    current: str | None = None  # the month to stand out; without one, all do


def list_pictures(ledger: Ledger, site: Site) -> Iterator[tuple[str, Picture]]:
    """List the pictures that stand beside pages, by path."""
    book, owner = ledger.book, ledger.book.publisher
    yield NAME, _of_home(ledger, site, owner)
    for unit in book.units:
        yield unit.url + NAME, _of_unit(ledger, owner, unit)
    for month in ledger.months:
        yield f"months/{month}/{NAME}", _of_month(ledger, owner, month)
    for plan in book.plans:
        yield plan.url + NAME, _of_plan(ledger, owner, plan)


def _of_home(ledger: Ledger, site: Site, owner: Body | None) -> Picture:
    plans = sum(ledger.body_of(plan).own is True for plan in ledger.book.plans)
    facts = f"{_tasks(len(ledger.own))} trong {plans} văn bản"
    return Picture(owner, "", site.name, facts, _busiest_year(ledger.own))


def _of_unit(ledger: Ledger, owner: Body | None, unit: Unit) -> Picture:
    lead, support = ledger.by_lead.get(unit.id, ()), ledger.by_support.get(unit.id, ())
    return Picture(
        owner,
        f"{UNIT_KINDS.get(unit.kind, unit.kind)} · {ledger.body_of(unit).short}",
        unit.name,
        _roles(len(lead), len(support)),
        _busiest_year(lead or support),
    )


def _of_month(ledger: Ledger, owner: Body | None, month: str) -> Picture:
    due, spanning = ledger.due_counts, count_own(ledger.spanning.get(month, ()))
    return Picture(
        owner,
        "Nhiệm vụ theo tháng",
        name_month(month),
        f"{_tasks(due[month])} đến hạn, {_tasks(spanning)} kéo dài qua tháng",
        _year_of(month[:4], due),
        month,
    )


def _of_plan(ledger: Ledger, owner: Body | None, plan: Plan) -> Picture:
    rows = ledger.by_plan.get(plan.slug, ())
    kind = ledger.book.kind[plan.kind].name
    return Picture(
        owner,
        " · ".join(filter(None, (kind, plan.number, ledger.body_of(plan).short))),
        plan.title,
        _tasks(len(rows)),
        _busiest_year(rows),
    )


def _tasks(count: int) -> str:
    return f"{show_number(count)} nhiệm vụ"


def _roles(leads: int, supports: int) -> str:
    roles = (("Chủ trì", leads), ("Phối hợp", supports))
    return " · ".join(f"{role} {_tasks(n)}" for role, n in roles if n) or "Chưa có nhiệm vụ"


def _busiest_year(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """Count the tasks due in each month of the year that has most of them, the later of equals."""
    due = Counter(month for row in rows for month in row.task.months)
    years: Counter[str] = Counter()
    for month, count in due.items():
        years[month[:4]] += count
    return _year_of(max(years, key=lambda year: (years[year], year)), due) if years else ()


def _year_of(year: str, due: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((month, due.get(month, 0)) for month in list_months(f"{year}-01", f"{year}-12"))


def draw_pictures(ledger: Ledger, site: Site, keep: Keep) -> Iterator[Callable[[], Files]]:
    """List what draws the pictures; `keep` writes a file, or knows one made of the same."""
    for path, picture in list_pictures(ledger, site):
        yield partial(keep, path, draw_picture, picture, site)


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────


def draw_picture(picture: Picture, site: Site) -> bytes:
    """Draw a picture as PNG."""
    image = _draw_background(picture.owner, site).copy()
    pen = ImageDraw.Draw(image)
    small, large = font("Regular", 30), font("Regular", 34)
    pen.text((_MARGIN, 166), cut(picture.kicker, small), _SOFT, small)
    size, lines = _fit(picture.title)
    baseline = 227 + size * _CAPITAL
    for line in lines:
        pen.text((_MARGIN, baseline), line, _WHITE, font("Bold", size), "ls")
        baseline += size * _LEADING
    below = baseline - size * _LEADING + 64
    pen.text((_MARGIN, below), cut(picture.facts, large), _SOFT, large, "ls")
    _draw_months(pen, picture, height=_FLOOR - below - 50)
    return encode(image, _PALETTE)


def _draw_months(pen: ImageDraw.ImageDraw, picture: Picture, height: float) -> None:
    """Draw a column for each month, its count above and its name below."""
    if not picture.months:
        return
    gap = 16
    step = (_ROOM + gap) / len(picture.months)
    most = max(1, *(count for _, count in picture.months))
    small = font("Regular", 24)
    for at, (month, count) in enumerate(picture.months):
        left, right = _MARGIN + at * step, _MARGIN + (at + 1) * step - gap
        middle, top = (left + right) / 2, _FLOOR - max(3, height * count // most)
        lit = count and picture.current in (None, month)
        pen.rectangle((left, top, right, _FLOOR), _SUN if lit else _DIM)
        if count:
            pen.text((middle, top - 7), str(count), _WHITE, font("Bold", 24), "ms")
        name = _WHITE if month == picture.current else _SOFT
        pen.text((middle, _FLOOR + 30), f"T{int(month[5:])}", name, small, "ms")
    told = f"Số nhiệm vụ đến hạn từng tháng năm {picture.months[0][0][:4]}"
    pen.text((WIDTH - _MARGIN, HEIGHT - 16), told, _SOFT, font("Regular", 20), "rs")


@cache
def _draw_background(body: Body | None, site: Site) -> Image.Image:
    """Draw what every picture has: the ground, and whose site this is."""
    image = Image.new("L", SIZE, _GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 9), _SUN)
    if body:
        pen.text((_MARGIN, 56), (body.parent or "").upper(), _SOFT, font("Regular", 25))
        pen.text((_MARGIN, 88), body.name.upper(), _WHITE, font("Bold", 29))
    pen.text((_MARGIN, HEIGHT - 16), site.name, _SOFT, font("Bold", 20), "ls")
    return image


def _fit(text: str) -> tuple[int, list[str]]:
    """Choose the largest size in which a title fits, and its lines; one too long is cut."""
    for size, most in _TITLES:
        face = font("Bold", size)
        lines = wrap(text, face)
        if len(lines) <= most and max(map(face.getlength, lines)) <= _ROOM:
            return size, lines
    rest = " ".join(lines[most - 1 :])
    return size, [cut(line, face) for line in (*lines[: most - 1], rest)]


def cut(text: str, face: ImageFont.FreeTypeFont, room: float = _ROOM) -> str:
    """Cut a text to one line, between words where there are several."""
    if face.getlength(text) <= room:
        return text
    text = text[:200]  # no line holds more
    while text and face.getlength(f"{text}…") > room:
        text = text.rpartition(" ")[0] or text[:-1]
    return f"{text.rstrip(' ,;:.-–')}…"


def wrap(text: str, face: ImageFont.FreeTypeFont, room: float = _ROOM) -> list[str]:
    """Part a text into lines at its spaces."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and face.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Open a font of our own: Regular or Bold, in pixels."""
    # The basic layout needs no library of the machine, so every machine draws the same.
    layout = ImageFont.Layout.BASIC
    return ImageFont.truetype(_FONTS / f"NotoSans-{weight}.ttf", size, layout_engine=layout)


def encode(image: Image.Image, palette: bytes) -> bytes:
    """Write an image as PNG; sixteen colours take half a byte a pixel.

    Flat colours are runs: to look for nothing else takes half the time, for a fourteenth more bytes.
    """
    indexed = image.point([value >> BITS for value in range(256)])
    indexed.putpalette(palette)
    file = io.BytesIO()
    indexed.save(file, "PNG", bits=BITS, compress_type=zlib.Z_RLE)
    return file.getvalue()


def mix_palette(ramps: Sequence[tuple[int, int, int]]) -> bytes:
    """Mix the palette: the first colour of the first ramp, then the steps of each ramp."""
    colours = [ramps[0][1].to_bytes(3)]
    for steps, first, last in ramps:
        pairs = tuple(zip(first.to_bytes(3), last.to_bytes(3), strict=True))
        colours += [
            bytes(one + (other - one) * step // steps for one, other in pairs)
            for step in range(1, steps + 1)
        ]
    return b"".join(colours)


_PALETTE = mix_palette(_RAMPS)

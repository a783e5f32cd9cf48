"""Draw a figure of the statistics as SVG and as PNG: a column of bars for each column of counts.

Both are drawn from one list of shapes; nothing is read but fonts of our own.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from PIL import Image, ImageDraw

from planbook.model import Body, Files, Keep, Site
from planbook.open_data.tables import write_rows
from planbook.site.pictures import BITS, cut, encode, font, mix_palette, wrap
from planbook.vietnamese.wording import show_number
from planbook.views.ledger import Ledger
from planbook.views.statistics import Figure, Line, list_figures, list_products

WIDTH = 960
_MARGIN, _LABELS, _NUMBER, _GAP = 24, 300, 56, 20  # widths
_ROOM = WIDTH - 2 * _MARGIN
_LINE, _BAR, _HEAD = 30, 16, 46  # heights
_PAPER, _INK, _MUTED, _FILL = 0xFFFFFF, 0x182325, 0x4C5B5F, 0x2F8593
# As numbers of a palette: from the paper over what is muted to the ink, then what fills a bar.
_PALETTE = mix_palette(((11, _PAPER, _MUTED), (3, _MUTED, _INK), (1, _INK, _FILL)))
_SOFT, _DARK, _FILLED = (number << BITS for number in (11, 14, 15))


@dataclass(frozen=True, slots=True)
class _Text:
    """Words at the left, or before the right, of a point of their baseline."""

    x: float
    y: float
    text: str
    size: int = 15
    bold: bool = False
    muted: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class _Bar:
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The shapes of a figure, and how high they stand."""

    title: str
    told: str
    height: int
    shapes: tuple[_Text | _Bar, ...]


def export_figures(
    ledger: Ledger,
    site: Site,
    data_date: dt.date | None,
    keep: Keep,
) -> Files:
    """Yield each figure as a table and as pictures, and the wordings that make up the products'."""
    for figure in list_figures(ledger):
        chart = lay_out(figure, ledger.book.publisher, site, data_date)
        yield f"{figure.stem}.csv", write_rows(figure.table)
        yield f"{figure.stem}.svg", draw_svg(chart)
        yield from keep(f"{figure.stem}.png", draw_png, chart)
    yield "statistics/product-wordings.csv", write_rows(list_products(ledger))


def lay_out(figure: Figure, publisher: Body | None, site: Site, data_date: dt.date | None) -> Chart:
    """Place a figure's words and bars, and below them whose they are, of which day, and where they stand."""
    shapes: list[_Text | _Bar] = []
    y = _MARGIN
    for size, text in ((22, figure.title), (15, figure.told)):
        for line in wrap(text, font("Bold" if size > 15 else "Regular", size), _ROOM):
            y += size + 8
            shapes.append(_Text(_MARGIN, y, line, size, bold=size > 15, muted=size == 15))
    for part in figure.parts:
        y += 16
        if part.body:
            y += _LINE
            shapes.append(_Text(_MARGIN, y, part.body.short, 16, bold=True))
        y += _HEAD // 2
        step = (WIDTH - _MARGIN - _LABELS) / len(figure.heads)
        for at, head in enumerate(figure.heads):
            shown = cut(head, font("Regular", 14), step - _GAP)
            shapes.append(_Text(_LABELS + at * step + 12, y, shown, 14, muted=True))
        y += 6
        for row in part.lines:
            shapes += _draw_line(row, y, step)
            y += _LINE
    owner = publisher.name if publisher else site.name
    day = f", dữ liệu đến ngày {data_date:%d/%m/%Y}" if data_date else ""
    y += _LINE // 2
    for line in (f"Nguồn: {owner}{day}", f"{site.url}{figure.url}"):
        y += 20
        shapes.append(_Text(_MARGIN, y, cut(line, font("Regular", 13), _ROOM), 13, muted=True))
    return Chart(figure.title, figure.told, y + _MARGIN // 2, tuple(shapes))


def _draw_line(row: Line, top: float, step: float) -> Iterator[_Text | _Bar]:
    base = top + _LINE / 2 + 5
    yield _Text(_MARGIN, base, cut(row.label, font("Regular", 15), _LABELS - _MARGIN - 8))
    for at, cell in enumerate(row.cells):
        left = _LABELS + at * step + _NUMBER
        yield _Text(left - 10, base, show_number(cell.count), right=True)
        length = (step - _NUMBER - _GAP) * cell.width / 100
        yield _Bar(left, top + (_LINE - _BAR) / 2, round(length, 1))


def draw_svg(chart: Chart) -> bytes:
    """Write a chart as SVG that needs no style sheet, with its name for those who cannot see it."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{chart.height}" '
        f'viewBox="0 0 {WIDTH} {chart.height}" role="img" font-family="Noto Sans, Arial, sans-serif">',
        f"<title>{escape(chart.title)}</title>",
        f"<desc>{escape(chart.told)}</desc>",
        f'<rect width="100%" height="100%" fill="#{_PAPER:06x}"/>',
    ]
    for each in chart.shapes:
        if isinstance(each, _Bar):
            lines.append(
                f'<rect x="{each.x:g}" y="{each.y:g}" width="{each.width:g}" height="{_BAR}" fill="#{_FILL:06x}"/>'
            )
        else:
            bold = ' font-weight="700"' if each.bold else ""
            right = ' text-anchor="end"' if each.right else ""
            lines.append(
                f'<text x="{each.x:g}" y="{each.y:g}" font-size="{each.size}"{bold}{right} '
                f'fill="#{_MUTED if each.muted else _INK:06x}">{escape(each.text)}</text>'
            )
    return ("\n".join(lines) + "\n</svg>\n").encode()


def draw_png(chart: Chart) -> bytes:
    """Draw a chart as PNG, twice as large for sharp screens and paper."""
    image = Image.new("L", (WIDTH * 2, chart.height * 2))
    pen = ImageDraw.Draw(image)
    for each in chart.shapes:
        if isinstance(each, _Bar):
            if each.width:
                x, y, width = each.x * 2, each.y * 2, max(1, each.width * 2)
                pen.rectangle((x, y, x + width - 1, y + _BAR * 2 - 1), _FILLED)
        else:
            face = font("Bold" if each.bold else "Regular", each.size * 2)
            shade = _SOFT if each.muted else _DARK
            pen.text((each.x * 2, each.y * 2), each.text, shade, face, "rs" if each.right else "ls")
    return encode(image, _PALETTE)

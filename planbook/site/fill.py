"""Fill the slots of pressed pages: each slot takes the block of its name from a Jinja template.

A frame is split once at its slots and filled for each record; data never passes through Markdown.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from planbook.site.linked_data import describe_page
from planbook.site.pages import Page
from planbook.book.wording import name_month
from planbook.site.pictures import HEIGHT, NAME, WIDTH

COMMON = "page.html"
WRITTEN = "pages/written.html"
NOT_FOUND = "404.html"  # answered at any depth, so no relative link holds there

_SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")


class SlotError(Exception):
    """A pressed page asks for a slot that no template has."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A pressed page cut at its slots: text, slot, text, slot … text."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> "Frame":
        """Cut a pressed page at its slots."""
        return cls(tuple(_SLOT.split(re.sub(r"<p>(<!-- slot: [a-z_]+ -->)</p>", r"\1", html))))


class Filler:
    """Renders pages into frames, with everything that the templates may use."""

    def __init__(self, templates: Path, assets: str, cache: Path, **shared: Any):
        self._assets = assets  # the folder of the theme's files, from the site's root
        self._shared = shared
        self._path = urlsplit(shared["site"].url).path
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_keep_compiled(cache / "templates"),
        )
        self._environment.filters.update(date=show_date, month=name_month, number=show_number)
        self._environment.globals["picture"] = {"name": NAME, "width": WIDTH, "height": HEIGHT}
        self._environment.policies["json.dumps_kwargs"] = {
            "ensure_ascii": False,
            "separators": (",", ":"),
        }
        self._common = self._environment.get_template(COMMON)

    def fill(self, frame: Frame, page: Page) -> str:
        """Render a page into its frame."""
        template = self._environment.get_template(page.template)
        root = self._path if page.address == NOT_FOUND else "../" * page.address.count("/")
        context = template.new_context(
            {
                **self._shared,
                "page": page,
                "view": page.view,
                "root": root,
                "asset": lambda name: f"{root}{self._assets}/{name}",
                "linked_data": describe_page(
                    page.address, page.trail, page.view, self._shared["book"], self._shared["site"]
                ),
            }
        )
        pieces = list(frame.pieces)
        filled: dict[str, str] = {}  # some slots, like the root, stand in many places
        for at in range(1, len(pieces), 2):
            slot = pieces[at]
            if slot not in filled:
                block = template.blocks.get(slot) or self._common.blocks.get(slot)
                if block is None:
                    raise SlotError(
                        f"trang {page.address or '/'} có chỗ trống “{slot}” mà không mẫu nào điền"
                    )
                filled[slot] = "".join(block(context)).strip()
            pieces[at] = filled[slot]
        return "".join(pieces)


def _keep_compiled(folder: Path) -> jinja2.BytecodeCache | None:
    """Keep compiled templates in a folder, where one can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder))


def fill_pages(
    pressed: Mapping[str, str], pages: Iterator[Page], filler: Filler
) -> Iterator[tuple[str, str]]:
    """Yield the path and the HTML of every page of the site; frames themselves are left out."""
    frames: dict[str, Frame] = {}
    used, filled = set(), set()
    for page in pages:
        if page.frame not in frames:
            frames[page.frame] = Frame.cut(pressed[page.frame])
        used.add(page.frame)
        filled.add(page.address)
        yield path_of(page.address), filler.fill(frames[page.frame], page)
    for address, html in pressed.items():
        if address not in used | filled and not address.endswith("/frame/"):
            page = Page(address=address, frame=address, template=WRITTEN)
            yield path_of(address), filler.fill(Frame.cut(html), page)


def path_of(address: str) -> str:
    """Name the file that answers at an address."""
    return address + "index.html" if address == "" or address.endswith("/") else address


def address_of(path: str) -> str:
    """Give the address that a file answers at."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def show_date(day: dt.date | None) -> str:
    """Write a date as Vietnamese readers know it: 30/09/2025."""
    return f"{day:%d/%m/%Y}" if day else ""


def show_number(number: int) -> str:
    """Write a number with dots between thousands: 1.234."""
    return f"{number:,}".replace(",", ".")

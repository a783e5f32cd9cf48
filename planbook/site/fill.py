"""Fill the slots of pressed pages: each slot takes the block of its name from a Jinja template.

A frame is split once at its slots and filled for each record; data never passes through Markdown.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape

from planbook.model import Body, RefusedError
from planbook.site.linked_data import describe_page
from planbook.site.pages import Chapter, Page
from planbook.site.pictures import HEIGHT, NAME, WIDTH
from planbook.vietnamese.wording import name_month
from planbook.views.ledger import Row

SHELL = "shell.html"
COMMON = "page.html"
CELLS = "parts/cells.html"
WRITTEN = "pages/written.html"
NOT_FOUND = "404.html"  # answered at any depth, so no relative link holds there

_SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")


class SlotError(RefusedError):
    """A pressed page asks for a slot that no template has."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A pressed page cut at its slots: text, slot, text, slot … text."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> "Frame":
        """Cut a pressed page at its slots."""
        return cls(tuple(_SLOT.split(re.sub(r"<p>(<!-- slot: [a-z_]+ -->)</p>", r"\1", html))))

    @property
    def slots(self) -> Iterable[str]:
        """List the slots, each once; some, like the root, stand in many places."""
        return dict.fromkeys(self.pieces[1::2])

    def fill(self, texts: Mapping[str, str]) -> str:
        """Put a text into every slot."""
        pieces = list(self.pieces)
        pieces[1::2] = map(texts.__getitem__, pieces[1::2])
        return "".join(pieces)

    def settle(self, texts: Mapping[str, str]) -> "Frame":
        """Put texts into some slots; the others stay open."""
        pieces = [self.pieces[0]]
        for slot, text in zip(self.pieces[1::2], self.pieces[2::2], strict=True):
            if slot in texts:
                pieces[-1] += texts[slot] + text
            else:
                pieces += slot, text
        return Frame(tuple(pieces))


class _Template(jinja2.Template):
    """A template that escapes plain text without making a Markup of each piece (decision 0013)."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> jinja2.Template:
        """Load compiled code, and let it escape in our way."""
        template = super().from_code(*args, **kwargs)
        template.root_render_func.__globals__["escape"] = _escape
        return template


def _escape(value: object) -> str:
    """Escape as Jinja does; what has nothing to escape stays as it is."""
    if type(value) is str and not (
        "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
    ):
        return value
    return escape(value)


class Filler:
    """Renders pages into pressed frames, with everything that the templates may use."""

    def __init__(
        self,
        pressed: Mapping[str, str],
        templates: Path,
        assets: str,
        cache: Path,
        bodies: Iterable[Body],
        shared: Mapping[str, Any],
    ):
        self._pressed = pressed
        self._assets = assets  # the folder of the theme's files, from the site's root
        self._bodies = tuple(bodies)
        self._shared = shared  # what every template may use; `site` is needed here too
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
        self._environment.template_class = _Template
        self._environment.filters.update(date=show_date, month=name_month, number=show_number)
        write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self._environment.policies["json.dumps_function"] = lambda value, **_: write_json(value)
        self._environment.globals.update(
            picture={"name": NAME, "width": WIDTH, "height": HEIGHT}, cells=self._cells
        )
        self._frames: dict[tuple[str, str, str], Frame] = {}
        self._rows: dict[tuple[str, str, bool, bool], Markup] = {}

    def fill(self, page: Page) -> str:
        """Render a page into its frame."""
        template = self._environment.get_template(page.template)
        root = self._path if page.address == NOT_FOUND else "../" * page.address.count("/")
        context = template.new_context(
            {
                **self._shared,
                "page": page,
                "view": page.view,
                "root": root,
                "linked_data": describe_page(
                    page.address, page.trail, page.view, self._bodies, self._shared["site"]
                ),
            }
        )

        texts = {}
        frame = self._frame(page, template, root)
        for slot in frame.slots:
            block = template.blocks.get(slot) or self._common.blocks.get(slot)
            if block is None:
                raise SlotError(
                    f"trang {page.address or '/'} có chỗ trống “{slot}” mà không mẫu nào điền"
                )
            texts[slot] = "".join(block(context)).strip()
        return frame.fill(texts)

    def _frame(self, page: Page, template: jinja2.Template, root: str) -> Frame:
        """Cut a frame once for all pages of one template and depth, and fill in its shell."""
        key = page.frame, page.template, root
        if key not in self._frames:
            shell = self._environment.get_template(SHELL)
            blocks = {
                slot: template.blocks.get(slot, block) for slot, block in shell.blocks.items()
            }
            context = shell.new_context(
                {"root": root, "asset": lambda name: f"{root}{self._assets}/{name}"}
            )
            texts = {slot: "".join(block(context)).strip() for slot, block in blocks.items()}
            self._frames[key] = Frame.cut(self._pressed[page.frame]).settle(texts)
        return self._frames[key]

    @cached_property
    def _common(self) -> jinja2.Template:
        return self._environment.get_template(COMMON)

    @cached_property
    def _cells_macro(self) -> Callable[..., Markup]:
        return self._environment.get_template(CELLS).module.cells

    def _cells(self, row: Row, root: str, wide: bool, foreign: bool) -> Markup:
        """Render the cells of a row once for all lists that show it alike."""
        key = row.task.id, root, wide, foreign
        if key not in self._rows:
            self._rows[key] = self._cells_macro(row, root, wide, foreign)
        return self._rows[key]


def _keep_compiled(folder: Path) -> jinja2.BytecodeCache | None:
    """Keep compiled templates in a folder, where one can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder))


def list_written(pressed: Mapping[str, str], taken: Container[str]) -> Iterator[Chapter]:
    """List the pressed pages that are pages by themselves: no frame, and no address of a record."""
    for address in pressed:
        if address not in taken and not address.endswith("/frame/"):
            page = Page(address=address, frame=address, template=WRITTEN)
            yield Chapter(address, address, lambda page=page: page, lambda page: [page])


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

"""Render pages: each slot of a pressed page takes the block of its name from a Jinja template.

A frame is split once at its slots and filled for each record; data never passes through Markdown.
"""

import datetime as dt
import json
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import markupsafe
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]

from planbook.history.git import History
from planbook.model import RefusedError, Site, quote
from planbook.site.linked_data import describe_page
from planbook.site.pages import (
    NOT_FOUND,
    Batch,
    Page,
    address_of,
    find_page,
    path_of,
    shorten,
)
from planbook.site.palette import find_band
from planbook.site.pictures import HEIGHT, NAME, WIDTH
from planbook.software import TEMPLATES, find_compiled
from planbook.vietnamese.wording import name_month, show_number
from planbook.views.ledger import Ledger, word_for

SHELL = "shell.html"
COMMON = "page.html"

_SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")


class SlotError(RefusedError):
    """A page asks for a frame that nobody pressed, or a frame for a slot that no template has."""


class TemplateError(RefusedError):
    """A template that cannot be read, or that asks for a name that nothing has."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A pressed page split at its slots: text, slot, text, slot … text."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "Frame":
        """Split a pressed page at its slots; one that stands alone in a paragraph takes its place."""
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

    def fill_some(self, texts: Mapping[str, str]) -> "Frame":
        """Put texts into some slots; the others stay open."""
        pieces = [self.pieces[0]]
        for slot, text in zip(self.pieces[1::2], self.pieces[2::2], strict=True):
            if slot in texts:
                pieces[-1] += texts[slot] + text
            else:
                pieces += slot, text
        return Frame(tuple(pieces))


def _escape(value: object) -> str:
    """Escape what a template prints as markupsafe does, but a text into a plain text: it is only joined."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else markupsafe.escape(value)


class _Template(jinja2.Template):
    """A template that prints by our escape: making each print a Markup is a fifth of rendering."""

    @classmethod
    def from_code(cls, *args: Any, **options: Any) -> jinja2.Template:
        template = super().from_code(*args, **options)
        template.root_render_func.__globals__["escape"] = _escape
        return template


class _Environment(jinja2.Environment):
    """Templates with one set of globals: laying sets over each other costs a tenth of rendering."""

    template_class = _Template

    def make_globals(self, d: object) -> MutableMapping[str, Any]:
        return self.globals


class Renderer:
    """Renders pages into pressed frames, with everything that the templates may use."""

    def __init__(
        self,
        pressed: Mapping[str, str],
        root: Path,
        assets: str,
        ledger: Ledger,
        site: Site,
        papers: Mapping[str, object],
        history: History,
    ):
        """Take templates from the root where it has its own, else from the software.

        `assets` is the folder of the theme's files, from the site's root; `papers` tells by address
        what is offered to print.
        """
        book = ledger.book
        self._pressed = pressed
        self._root = root
        self._assets = assets
        self._site = site
        self._publisher = book.publisher
        several = len(book.working_bodies) > 1
        word = "cơ quan" if several else word_for(book.publisher)
        self._shared = {
            "outage": site.notice_on(ledger.today),
            "papers": papers,
            "commit": history.commit,
            "data_date": history.data_date,
            "site": site,
            "band": find_band(site.theme),
            "publisher": book.publisher,
            "several": several,  # organisations publish here
            "word": word,  # for whose the site is: “lãnh đạo Sở”
            "ours": "trang này" if several else word,  # “số liệu của Sở”
        }
        self._path = urlsplit(site.url).path
        own = root / "templates"
        kept = find_compiled(root, own.is_dir() and own != TEMPLATES)
        self._environment = _Environment(
            loader=jinja2.FileSystemLoader([own, TEMPLATES]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=jinja2.FileSystemBytecodeCache(kept) if kept else None,
        )
        self._environment.filters.update(
            date=show_date, month=name_month, number=show_number, shorten=shorten, dial=dial
        )
        write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self._environment.policies["json.dumps_function"] = lambda value, **_: write_json(value)
        picture = {"name": NAME, "width": WIDTH, "height": HEIGHT}
        self._environment.globals.update(picture=picture)
        self._frames: dict[tuple[str, str, str], Frame] = {}

    def render(self, page: Page) -> str:
        """Render a page into its frame."""
        try:
            return self._render(page)
        except jinja2.TemplateError as error:
            raise TemplateError(_explain(error, self._root)) from error

    def _render(self, page: Page) -> str:
        template = self._environment.get_template(page.template)
        root = self._path if page.address == NOT_FOUND else "../" * page.address.count("/")
        linked_data = describe_page(
            page.address, page.trail, page.view, self._publisher, self._site
        )
        context = template.new_context(
            {
                **self._shared,
                "page": page,
                "view": page.view,
                "root": root,
                "linked_data": linked_data,
            }
        )
        texts = {}
        frame = self._frame(page, template, root)
        for slot in frame.slots:
            block = template.blocks.get(slot) or self._common.blocks.get(slot)
            if block is None:
                raise SlotError(
                    f"Trang {page.address or '/'} có chỗ trống “{slot}” mà không mẫu nào điền."
                )
            texts[slot] = "".join(block(context)).strip()
        return frame.fill(texts)

    def render_all(self, batch: Batch) -> Iterator[tuple[str, str]]:
        """Render the pages of a batch, each with the path of its file."""
        for page in batch.make():
            yield path_of(page.address), self.render(page)

    def render_one(self, batches: Iterable[Batch], path: str) -> str | None:
        """Render the page of a file, where it is one."""
        page = find_page(batches, address_of(path)) if path.endswith(".html") else None
        return self.render(page) if page else None

    def _frame(self, page: Page, template: jinja2.Template, root: str) -> Frame:
        """Split a frame once for all pages of one template and depth, and fill in its shell."""
        key = page.frame, page.template, root
        if key not in self._frames:
            if page.frame not in self._pressed:
                source = page.frame.removesuffix("/") or "index"
                raise SlotError(f"Thiếu trang content/{source}.md để dựng /{page.address}.")
            shell = self._environment.get_template(SHELL)
            blocks = {
                slot: template.blocks.get(slot, block) for slot, block in shell.blocks.items()
            }
            context = shell.new_context(
                {
                    **self._shared,
                    "root": root,
                    "asset": lambda name: f"{root}{self._assets}/{name}",
                }
            )
            texts = {slot: "".join(block(context)).strip() for slot, block in blocks.items()}
            self._frames[key] = Frame.of(self._pressed[page.frame]).fill_some(texts)
        return self._frames[key]

    @cached_property
    def _common(self) -> jinja2.Template:
        return self._environment.get_template(COMMON)


def _explain(error: jinja2.TemplateError, root: Path) -> str:
    """Say what is wrong with a template, at which line of which file."""
    said, place, line = error.message or "", None, 0
    if isinstance(error, jinja2.TemplateSyntaxError):
        place, line = error.filename, error.lineno
        name = re.fullmatch(r"No (?:filter|test) named '(.*)'\.?", said)
        fault = f"không có bộ lọc {quote(name[1])}" if name else "sai cú pháp của mẫu"
    else:
        for frame, at in traceback.walk_tb(error.__traceback__):
            if template := frame.f_globals.get("__jinja_template__"):
                place, line = template.filename, template.get_corresponding_lineno(at)
        names = re.findall(r"'([^']*)'", said) or said.split()
        fault = f"không có gì tên {quote(names[-1] if names else '')}"
        if isinstance(error, jinja2.TemplateNotFound):
            fault = f"không có tệp mẫu {quote(str(error.name))}"
    if not place:
        return f"Mẫu của trang: {fault}; lấy lại tệp từ bản trước."
    path = Path(place)
    found = path.read_text(encoding="utf-8").split("\n")[line - 1].strip()
    own = path.is_relative_to(root / "templates")
    shown = path.relative_to(root if own else TEMPLATES.parent).as_posix()
    whose = "" if own else " của phần mềm"
    return (
        f"{shown}:{line}: mẫu{whose}: {quote(found)}: {fault}; so với mẫu gốc của phần mềm và sửa."
    )


def show_date(day: dt.date | None) -> str:
    """Write a date as Vietnamese readers know it: 30/09/2025."""
    return f"{day:%d/%m/%Y}" if day else ""


def dial(phone: str) -> str:
    """Write a telephone number as a machine dials it: 02553822222."""
    return re.sub(r"[^0-9+]", "", phone)

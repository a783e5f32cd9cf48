"""Press the written pages and frames of content/ with MkDocs, and keep only their HTML.

The press knows no record. Whatever reads the same mkdocs.yml and theme/ can take its place.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planbook.model import RefusedError, Site
from planbook.press.finish import finish
from planbook.press.settings import find_settings, read_site
from planbook.press.sources import Sources, gather_sources
from planbook.reading.content import list_content
from planbook.reading.settings import read_settings
from planbook.software import THEME

Pages = Mapping[str, str]  # {address: HTML}
Remember = Callable[[object, Callable[[], bytes]], bytes]  # of what, and what makes it


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a site's settings and written pages."""

    site: Site
    sources: Sources
    pages: Pages


class PressError(RefusedError):
    """MkDocs could not press the pages; the message says why."""


class _Complaints(logging.Handler):
    """Gathers what MkDocs warns of, for there every warning is a mistake in content/."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def press_site(root: Path, remember: Remember) -> Pressed:
    """Press the written pages of a root by its settings."""
    settings = find_settings(root)
    site = read_site(settings)
    sources = gather_sources(root / "content", list_content(root))
    return Pressed(site, sources, press(settings, sources, remember))


def press(settings: Path, sources: Sources, remember: Remember) -> Pages:
    """Press some sources, or take what was pressed of the same ones before."""
    theme = [*sorted(THEME.rglob("*.html")), *sorted((settings.parent / "theme").rglob("*.html"))]
    made_of = (
        settings.read_bytes(),
        [(place.name, place.read_bytes()) for place in theme],
        # Of a picture nothing is pressed but whether it is there.
        [(path, each.read_bytes() if each.suffix == ".md" else b"") for path, each in sources.items()],
    )  # fmt: skip
    pages = remember(made_of, lambda: json.dumps(_press(settings, sources)).encode())
    return dict(json.loads(pages))


def _press(settings: Path, sources: Sources) -> Pages:
    """Render a copy of the sources, so that MkDocs meets nothing that was not chosen."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice of its end of life
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    complaints = _Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    logger.propagate = False
    with tempfile.TemporaryDirectory() as scratch:
        docs, site = Path(scratch, "docs"), Path(scratch, "site")
        docs.mkdir()
        for path, place in sources.items():
            (docs / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, docs / path)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                # The hook completes what `mkdocs build` pressed; here build.py does that itself.
                config = load_config(
                    str(settings),
                    docs_dir=str(docs),
                    site_dir=str(site),
                    theme=_choose_theme(settings),
                    hooks=[],
                )
                if str(THEME) not in config.theme.dirs:
                    config.theme.dirs.insert(1, str(THEME))  # under what the site has of its own
                build(config)
        except (MkDocsException, TemplateError, OSError) as error:
            raise PressError("; ".join(complaints.messages) or str(error)) from error
        finally:
            logger.removeHandler(complaints)
            logger.propagate = True
        if complaints.messages:
            raise PressError("; ".join(complaints.messages))
        return read_pressed(site)


def _choose_theme(settings: Path) -> dict[str, object]:
    """Read the theme's settings; the shell is the site's own where it has one, else the software's."""
    theme = read_settings(settings).get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else dict(theme)
    own = settings.parent / str(theme.get("custom_dir") or "theme")
    return {"name": "material", **theme, "custom_dir": str(own if own.is_dir() else THEME)}


def read_pressed(folder: Path) -> Pages:
    """Read the HTML pages of a folder as {address: HTML}."""
    pages = {}
    for place in sorted(folder.rglob("*.html")):
        name = place.relative_to(folder).as_posix()
        address = name.removesuffix("index.html") if place.name == "index.html" else name
        pages[address] = finish(place.read_text(encoding="utf-8"))
    return pages

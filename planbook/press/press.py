"""Press the written pages and frames of content/ with MkDocs, and keep only their HTML.

The press knows no record. Whatever reads the same mkdocs.yml and theme/ can take its place.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import re
import shutil
from collections.abc import Mapping
from html.entities import html5
from importlib.metadata import version
from pathlib import Path

from planbook.model import Site


class PressError(Exception):
    """MkDocs could not press the pages; the message says why."""


class _Complaints(logging.Handler):
    """Gathers what MkDocs warns of, for there every warning is a mistake in content/."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def press(
    settings: Path, content: Path, site: Site, scratch: Path, cache: Path
) -> Mapping[str, str]:
    """Press the pages, or take them from the cache when nothing that the press reads has changed."""
    kept = cache / "press" / f"{_digest_inputs(settings, content, site)}.json"
    try:
        return json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pages = _press(settings, content, site, scratch)
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(parents=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
        part.replace(kept)
    return pages


def _digest_inputs(settings: Path, content: Path, site: Site) -> str:
    """Digest everything that decides what the press makes: texts, shell, settings and versions."""
    digest = hashlib.sha256(repr((site, *_versions())).encode())
    shell = sorted((settings.parent / "theme").glob("*.html"))
    for place in [Path(__file__), settings, *shell, *sorted(content.rglob("*"))]:
        if place.is_file():
            text = place.read_bytes()
            digest.update(f"{place}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def _versions() -> tuple[str, ...]:
    return tuple(version(name) for name in ("mkdocs", "mkdocs-material", "markdown", "jinja2"))


def _press(settings: Path, content: Path, site: Site, scratch: Path) -> Mapping[str, str]:
    """Render a content folder into `scratch` and return the pages as {address: HTML}.

    `settings` is the mkdocs.yml of the press; the site's name and address may come from elsewhere.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice of its end of life
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    complaints = _Complaints()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    logger.propagate = False
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            # The hook completes what `mkdocs build` pressed; here build.py does that itself.
            config = load_config(
                str(settings),
                docs_dir=str(content),
                site_dir=str(scratch),
                site_name=site.name,
                site_url=site.url,
                hooks=[],
            )
            build(config)
    except (MkDocsException, TemplateError, OSError) as error:
        raise PressError(str(error)) from error
    finally:
        logger.removeHandler(complaints)
        logger.propagate = True
    if complaints.messages:
        raise PressError("; ".join(complaints.messages))
    return read_pressed(scratch)


def read_pressed(folder: Path) -> Mapping[str, str]:
    """Read the HTML pages of a folder as {address: HTML}."""
    pages = {}
    for place in sorted(folder.rglob("*.html")):
        name = place.relative_to(folder).as_posix()
        address = name.removesuffix("index.html") if place.name == "index.html" else name
        pages[address] = _escape_strays(place.read_text(encoding="utf-8"))
    return pages


def _escape_strays(html: str) -> str:
    """Escape what Markdown takes for the name of a character and is none, as in “KH&CN;”."""
    return re.sub(
        r"&(\w+;)", lambda found: found[0] if found[1] in html5 else f"&amp;{found[1]}", html
    )

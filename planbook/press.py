"""Press the written pages and frames of content/ with MkDocs, and keep only their HTML.

The press knows no record. Whatever reads the same mkdocs.yml and theme/ can take its place.
"""

import contextlib
import io
import logging
import os
from collections.abc import Mapping
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


def press(settings: Path, content: Path, site: Site, scratch: Path) -> Mapping[str, str]:
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
        pages[address] = place.read_text(encoding="utf-8")
    return pages

"""Press the written pages and frames of content/ with MkDocs, and keep only their HTML.

The press knows no record. Whatever reads the same mkdocs.yml and theme/ can take its place.
"""

import contextlib
import io
import logging
import os
from collections.abc import Mapping
from pathlib import Path


class PressError(Exception):
    """MkDocs could not press the pages; the message says why."""


class _Complaints(logging.Handler):
    """Gathers what MkDocs warns of, for there every warning is a mistake in content/."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def press(root: Path, scratch: Path) -> Mapping[str, str]:
    """Render content/ into `scratch` and return the pages as {address: HTML}."""
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
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(scratch), hooks=[])
            build(config)
    except (MkDocsException, TemplateError, OSError) as error:
        raise PressError(str(error)) from error
    finally:
        logger.removeHandler(complaints)
        logger.propagate = True
    if complaints.messages:
        raise PressError("; ".join(complaints.messages))
    pages = {}
    for place in sorted(scratch.rglob("*.html")):
        name = place.relative_to(scratch).as_posix()
        address = name.removesuffix("index.html") if place.name == "index.html" else name
        pages[address] = place.read_text(encoding="utf-8")
    return pages

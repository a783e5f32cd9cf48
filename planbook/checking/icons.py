"""Know the names of icons and emojis that a page may show: those of Material and of Twemoji."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def list_icons() -> frozenset[str]:
    """List the names as they are written between two colons."""
    from pymdownx import twemoji_db  # type: ignore[import-untyped]

    names = {each.strip(":") for each in (*twemoji_db.emoji, *twemoji_db.aliases)}
    spec = find_spec("material")
    for package in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(package, "templates", ".icons")
        for place in folder.rglob("*.svg"):
            names.add("-".join(place.relative_to(folder).with_suffix("").parts))
    return frozenset(names)

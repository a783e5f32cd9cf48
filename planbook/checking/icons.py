"""Know the names of icons and emojis that a page may show: those of Material and of Twemoji."""

import os
from functools import cache
from importlib.util import find_spec


@cache
def list_icons() -> frozenset[str]:
    """List the names as they are written between two colons."""
    from pymdownx import twemoji_db  # type: ignore[import-untyped]

    names = {each.strip(":") for each in (*twemoji_db.emoji, *twemoji_db.aliases)}
    spec = find_spec("material")
    for package in (spec.submodule_search_locations or []) if spec else []:
        root = os.path.join(package, "templates", ".icons", "")
        for folder, _, files in os.walk(root):
            start = folder.removeprefix(root).replace(os.sep, "-")
            names.update(
                f"{start}-{each[:-4]}".lstrip("-") for each in files if each.endswith(".svg")
            )
    return frozenset(names)

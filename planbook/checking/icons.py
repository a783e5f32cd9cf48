"""Know the names of icons and emojis that a page may show: those of Material and of Twemoji."""

import os
from functools import cache

from planbook.software import MATERIAL


@cache
def list_icons() -> frozenset[str]:
    """List the names as they are written between two colons."""
    from pymdownx import twemoji_db  # type: ignore[import-untyped]

    names = {each.strip(":") for each in (*twemoji_db.emoji, *twemoji_db.aliases)}
    root = os.path.join(MATERIAL, ".icons", "")
    for folder, _, files in os.walk(root):
        start = folder.removeprefix(root).replace(os.sep, "-")
        names.update(f"{start}-{each[:-4]}".lstrip("-") for each in files if each.endswith(".svg"))
    return frozenset(names)

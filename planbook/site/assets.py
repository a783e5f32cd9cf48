"""Gather what pages load, in a folder that is named by its content, so that browsers may keep it for ever.

What an office adds stands where its mkdocs.yml says.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from planbook.model import Body, Theme
from planbook.reading.logos import read_logo
from planbook.site.palette import write_theme
from planbook.software import THEME

# What only we read of a style sheet, a twelfth of it packed: comments, but for licences, and indentation.
_ASIDE = re.compile(rb"/\*(?!!).*?\*/\s*|^\s+", re.S | re.M)


def read_assets(root: Path, publisher: Body | None, theme: Theme) -> tuple[str, dict[str, bytes]]:
    """Read the theme's files, the publisher's mark where it has one, and what an office adds: their folder, all by path."""
    folder = THEME / "assets"
    files = {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }
    logo = read_logo(root, publisher)
    files |= {"icon.svg": logo} if logo else {}
    for path in files:
        if path.endswith(".css"):
            files[path] = _ASIDE.sub(b"", files[path])
    files["site.css"] += write_theme(theme).encode()
    name = name_folder(files)
    own = {path: place.read_bytes() for path, place in theme.files}
    return name, own | {f"{name}/{path}": content for path, content in files.items()}


def name_folder(files: Mapping[str, bytes]) -> str:
    """Name a folder by the content of its files."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return f"assets/{digest.hexdigest()[:10]}"

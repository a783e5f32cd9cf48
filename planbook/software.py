"""Where the software's own files lie, and which software it is.

In a checkout they stand beside the package, in an installed wheel inside it.
"""

import hashlib
import os
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import entry_points, metadata, version
from importlib.util import cache_from_source, find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def find_file(name: str) -> Path:
    """Find a file or folder that belongs to the software, such as `templates`."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


# What makes that which the cache keeps: pressed pages, papers, pictures, figures.
_MAKERS = ("jinja2", "lxml", "markdown", "mkdocs", "mkdocs-material", "pillow", "pydyf", "pygments",
           "pymdown-extensions", "python-docx", "uharfbuzz", "xlsxwriter")  # fmt: skip
TEMPLATES = find_file("templates")
THEME = find_file("theme")
DEFAULT_PAGES = PACKAGE / "skeleton" / "content"  # of a site that does not write them itself


def _find_material() -> Path:
    """Find where the theme Material keeps its templates, without loading it."""
    spec = find_spec("material")
    return Path(spec.origin or "").parent / "templates" if spec else Path()


MATERIAL = _find_material()


def find_compiled(root: Path, own: bool) -> str | None:
    """Find where compiled templates are kept: where Python keeps this module so, or below a root with some of its own."""
    places = [root / ".cache"]
    if not (own or sys.dont_write_bytecode):
        places.insert(0, Path(cache_from_source(__file__)).parent)
    for place in places:
        folder = place / "templates" / version("jinja2")
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return str(folder)
    return None


def list_plugins() -> list[str]:
    """List the plugins of MkDocs that are installed; those of Material by their own names."""
    names = {each.name for each in entry_points(group="mkdocs.plugins")}
    return sorted(each.removeprefix("material/") for each in names)


def find_source() -> str:
    """Give the address at which the software itself is kept."""
    settings = PACKAGE.parent / "pyproject.toml"
    if settings.is_file():
        urls = tomllib.loads(settings.read_text(encoding="utf-8"))["project"]["urls"]
        return str(urls["Source"])
    urls = metadata("planbook").get_all("Project-URL") or []
    return next((each.removeprefix("Source, ") for each in urls if each.startswith("Source, ")), "")


def fingerprint() -> str:
    """Digest the code, its fonts, and the versions of what it makes pages and papers with."""
    digest = hashlib.sha256(sys.version.encode())
    for place in sorted((*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.ttf"))):
        digest.update(f"{place.relative_to(PACKAGE)}\0".encode() + place.read_bytes())
    for name in _MAKERS:
        digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    print(find_file(sys.argv[1]))

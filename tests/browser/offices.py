"""Build the invented department as another office would set it up, and serve what came of it."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from planbook.press.settings import read_site
from tests.browser.serving import serve_folder
from tests.conftest import build_site
from tests.department import FIXTURE


def build_office(
    folder: Path, kept: Path, change: Callable[[str], str], files: Mapping[str, str | bytes]
) -> None:
    """Build the department with its mkdocs.yml changed and files of its own; `kept` has papers that are the same."""
    root = folder / "root"
    shutil.copytree(FIXTURE, root)
    (root / ".cache").symlink_to(kept)
    settings = root / "mkdocs.yml"
    settings.write_text(change(settings.read_text("utf-8")), "utf-8")
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    build_site(root, folder / "served" / _path_of(root))


def replace_block(text: str, name: str, block: str) -> str:
    """Replace a setting of an mkdocs.yml and all that stands below it."""
    return re.sub(rf"^{name}:\n(?:  .*\n)+", block, text, flags=re.M)


@contextlib.contextmanager
def serve_office(folder: Path) -> Iterator[str]:
    """Give the address of an office's site, under its own path."""
    with serve_folder(folder / "served") as address:
        yield f"{address}{_path_of(folder / 'root')}/"


def _path_of(root: Path) -> str:
    return urlsplit(read_site(root / "mkdocs.yml").url).path.strip("/")

"""What MkDocs may see of a site, and what is taken of all that it wrote: the same under every command.

build.py lays these steps into a build of its own, mkdocs_hook.py into that of `mkdocs build`.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.press.finish import finish
from planbook.press.sources import Sources
from planbook.software import THEME, find_compiled

Pages = Mapping[str, str]  # {address: HTML}

NOT_FOUND = "404.html"  # the one page that comes of a template alone
_OF_MKDOCS = re.compile(r"404\.html|sitemap\.xml(\.gz)?|search/.*")  # the site has its own of each
_SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc=)[^>]*>.*?</script\s*>\s*", re.S | re.I)
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; ?url=([^"]+)">', re.I)
_MOVED = """\
<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Trang đã chuyển</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="{0}">
<meta http-equiv="refresh" content="0; url={0}">
</head>
<body>
<main>
<h1>Trang đã chuyển</h1>
<p>Trang này nay ở <a href="{0}">địa chỉ mới</a>.</p>
</main>
</body>
</html>
"""
_SLOT = b"<!-- slot: "


@dataclass(frozen=True, slots=True)
class Printed:
    """What came out of the press."""

    pages: Pages
    files: Mapping[str, bytes] = field(default_factory=dict)  # that plugins wrote, by path
    warnings: tuple[str, ...] = ()  # of plugins, in their own words


class Complaints(logging.Handler):
    """Gathers what MkDocs and plugins warn of; what MkDocs warns of is a mistake in content/."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was said, apart by who said it."""
        plugin = record.name.startswith(("mkdocs.plugin", "mkdocs.material"))
        (self.warnings if plugin else self.errors).append(record.getMessage())


class Adapter:
    """Takes part in one build of MkDocs."""

    def __init__(self, root: Path, sources: Sources) -> None:
        """Take the root whose theme/ lies over ours, and all that may be pressed."""
        self._root = root
        self._sources = sources
        self._own: list[str] = []  # folders of templates of the office and of the software
        self._folders: list[str] = []  # all of them, what counts most first
        self._known: set[str] = set()  # paths of what MkDocs was given

    def choose_theme(self, config: Any) -> None:
        """Lay our shell under the templates of the office and over those of Material."""
        own = Path(config.theme.custom_dir or self._root / "theme")
        owns = own.is_dir() and not own.samefile(THEME)
        self._own = [str(own), str(THEME)] if owns else [str(THEME)]
        others = (each for each in config.theme.dirs if each not in self._own)
        self._folders = [*self._own, *others]
        config.theme.dirs[:] = self._folders

    def hide_material(self, config: Any) -> None:
        """Spare MkDocs to list Material's files, icons by the thousand, while it looks for what to publish."""
        config.theme.dirs[:] = self._own

    def choose_files(self, files: Any, config: Any) -> None:
        """Leave what may be published, and add what others wrote, of which nobody here is the author."""
        from mkdocs.structure.files import File

        own = {config.docs_dir, *self._own} - {str(THEME)}
        config.theme.dirs[:] = self._folders
        for file in list(files):
            shown = file.src_dir != config.docs_dir or file.src_uri in self._sources
            if file.src_dir not in own or not shown:
                files.remove(file)
        for path, place in self._sources.items():
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, abs_src_path=str(place)))

    def begin(self, environment: Any, files: Any) -> None:
        """Give templates all folders; remember what there is to press, so that the rest is known for what plugins wrote."""
        from jinja2 import FileSystemLoader

        environment.loader = FileSystemLoader(self._folders)
        self._known = {
            file.dest_uri
            for file in files
            if file.generated_by is None or file.src_uri in self._sources
        }

    def keep_compiled(self, environment: Any) -> None:
        """Keep templates compiled, where no plugin may have other ideas of how."""
        from jinja2 import FileSystemBytecodeCache

        if kept := find_compiled(self._root, own=len(self._own) > 1):
            environment.bytecode_cache = FileSystemBytecodeCache(kept)

    def read(self, folder: Path) -> Printed:
        """Read what was pressed into a folder."""
        pages, files, warnings = {}, {}, []
        for place in _list_files(folder):
            path = place.relative_to(folder).as_posix()
            if path == NOT_FOUND or (path in self._known and place.suffix == ".html"):
                pages[_address_of(path)] = finish(place.read_text(encoding="utf-8"))
            elif path not in self._known and not _OF_MKDOCS.fullmatch(path):
                content = place.read_bytes()
                if place.suffix == ".html":
                    content = _make_plain(content.decode("utf-8", "replace")).encode()
                if _SLOT in content:
                    warnings.append(f"trang {path} không có tệp trong content/ nên không được đăng")
                else:
                    files[path] = content
        return Printed(pages, files, tuple(warnings))


def _make_plain(html: str) -> str:
    """Write a page that only leads elsewhere in our readers' words; of others leave out what our policy forbids to run."""
    if found := _REFRESH.search(html):
        return _MOVED.format(found[1])
    return _SCRIPT.sub("", html)


def read_pressed(folder: Path) -> Pages:
    """Read the HTML pages of a folder as {address: HTML}."""
    return {
        _address_of(place.relative_to(folder).as_posix()): finish(place.read_text(encoding="utf-8"))
        for place in _list_files(folder)
        if place.suffix == ".html"
    }


def _list_files(folder: Path) -> Iterator[Path]:
    return (place for place in sorted(folder.rglob("*")) if place.is_file())


def _address_of(path: str) -> str:
    """Give the address of a page: units/index.html is units/."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path

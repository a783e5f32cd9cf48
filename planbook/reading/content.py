"""List what stands in content/ and may be published, and read its Markdown, each file once.

Named kinds of regular files below the root, and nothing that a link leads to. A hard link is let
through: Git carries none, and whoever can make one on this machine can as well copy the file.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.model import CONTENT_SUFFIXES, Files, Problem, RefusedError, quote
from planbook.reading.settings import SETTINGS, read_settings, read_theme_settings
from planbook.reading.yaml_records import (
    find_traps,
    read_text,
)

# Where MkDocs sees the front matter of a page: exactly there, or it would print it on the page.
FRONT = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.S)
# What Windows does not take, what an address would have to escape, what hides.
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f<>:\"|?*\\#%&';]")
_MARKDOWN_EXTENSIONS = ("abbr", "tables", "footnotes", "toc")  # where no mkdocs.yml says otherwise


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file of content/."""

    path: str  # below the root
    place: Path
    front: str | None  # the YAML between the two lines ---; None where there is none
    text: str  # the Markdown after it
    line: int  # of the first line of `text`


def list_content(root: Path) -> list[Path]:
    """List the files that may be published, in order."""
    return [place for place, reason in walk_content(root) if not reason]


def walk_content(root: Path) -> Iterator[tuple[Path, str]]:
    """List all that stands in content/, each with the reason why it may not be published, or ""."""
    content = root / "content"
    if content.is_symlink():
        yield content, _LINKED
    elif content.is_dir():
        yield from _walk(content, {content / each for each in _read_named_files(root)})


_NAMED_SUFFIXES = {".css", ".js", ".svg", ".ico"}  # only where mkdocs.yml names the file
_LINKED = "liên kết tới nơi khác; thay bằng chính tệp hoặc thư mục đó"


def _read_named_files(root: Path) -> list[str]:
    try:
        return list_named_files(read_settings(root / SETTINGS))
    except (OSError, RefusedError):
        return []  # what is wrong with the file is said where it is needed


def list_named_files(settings: Mapping[str, Any]) -> list[str]:
    """List the files that mkdocs.yml names for every page: style sheets, scripts, mark, icon."""
    theme = read_theme_settings(settings)
    lists = [settings.get("extra_css"), settings.get("extra_javascript")]
    named = [each for said in lists if isinstance(said, list) for each in said]
    named = [each.get("path") if isinstance(each, dict) else each for each in named]
    named += [theme.get("logo"), theme.get("favicon")]
    return [each.partition("?")[0] for each in named if isinstance(each, str) and each]


def _walk(folder: Path, named: Set[Path]) -> Iterator[tuple[Path, str]]:
    taken: dict[str, str] = {}
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    for entry in entries:
        place = folder / entry.name
        twin = taken.setdefault(unicodedata.normalize("NFC", entry.name).casefold(), entry.name)
        if entry.is_symlink():
            yield place, _LINKED
        elif odd := _ODD.search(entry.name):
            yield place, f"tên có ký tự {quote(odd[0])}; đặt tên chỉ có chữ, số, dấu nối, dấu chấm"
        elif twin != entry.name:
            yield place, f"tên chỉ khác {quote(twin)} ở chữ hoa hoặc cách gõ dấu; đặt tên khác hẳn"
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(place, named)
        elif not entry.is_file(follow_symlinks=False):
            yield place, "không phải tệp thường; thay bằng tệp hoặc xóa"
        elif place.suffix in _NAMED_SUFFIXES and place in named:
            yield place, ""
        elif place.suffix.lower() not in CONTENT_SUFFIXES:
            kinds = ", ".join(sorted(CONTENT_SUFFIXES))
            shown = quote(place.suffix or place.name)
            yield place, f"loại tệp {shown} không được đăng; chỉ dùng {kinds}"
        elif place.suffix != ".md" == place.suffix.lower():
            yield place, f"đuôi {quote(place.suffix)} viết hoa; đổi thành .md"
        else:
            yield place, ""


def read_attached(root: Path) -> Files:
    """Read all but Markdown: what written pages show or offer, and what mkdocs.yml has every page load."""
    for place in list_content(root):
        if place.suffix.lower() != ".md":
            yield place.relative_to(root / "content").as_posix(), place.read_bytes()


def read_pages(root: Path, problems: list[Problem]) -> Iterator[Page]:
    """Read the Markdown files; one that is no UTF-8 text is a problem."""
    for place in list_content(root):
        if place.suffix.lower() != ".md":
            continue
        path = place.relative_to(root).as_posix()
        text = read_text(root, path, problems)
        if text is None:
            continue
        found = FRONT.match(text)
        end = found.end() if found else 0
        if found:
            problems.extend(find_traps(path, found[1], 2))
        yield Page(
            path=path,
            place=place,
            front=found[1] if found else None,
            text=text[end:],
            line=text.count("\n", 0, end) + 1,
        )


def read_markdown_extensions(root: Path) -> dict[str, dict[str, Any]]:
    """Read with what the press reads Markdown: the settings of each extension, by its name."""
    try:
        written = read_settings(root / SETTINGS)["markdown_extensions"]
    except (OSError, RefusedError, KeyError):
        written = _MARKDOWN_EXTENSIONS  # what is wrong with the file is said where it is needed
    configs: dict[str, dict[str, Any]] = {"toc": {}, "tables": {}, "fenced_code": {}}  # always on
    listed = written if isinstance(written, list) else ()
    pairs = written.items() if isinstance(written, dict) else map(_pair, listed)
    for name, config in pairs:
        name = str(name).removeprefix("markdown.extensions.")
        configs[name] = config if isinstance(config, dict) else {}
    return configs


def _pair(written: object) -> tuple[object, object]:
    """Give an extension's name and settings, written as `toc` or as `toc: {permalink: false}`."""
    if isinstance(written, dict) and written:
        return next(iter(written.items()))
    return written, None

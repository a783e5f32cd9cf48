"""Lay down all that another office needs to begin a site of its own: settings, data, workflows.

Nothing of the software is copied: the new site installs it, and takes later versions by one number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from planbook import __version__
from planbook.model import LINK_PATTERN, RefusedError
from planbook.reading.yaml_records import suggest_id
from planbook.software import PACKAGE, find_file, find_source
from planbook.vietnamese.alphabet import normalise

SKELETON = PACKAGE / "skeleton"
# Names that would be taken for something else where they lie in the software itself.
_NAMES = {"gitignore": ".gitignore", "gitkeep": ".gitkeep"}
_OF_THE_SOFTWARE = ("dependabot.yml", "fuzz.yml", "links.yml")  # of no use without its code
_WORDS = ("UBND", "Sở", "Ban", "Chi cục", "Trung tâm", "Trường", "Bệnh viện", "Viện", "Cục")


@dataclass(frozen=True, slots=True)
class NewSite:
    """What has to be known of an office to begin its site."""

    body: str
    parent: str
    url: str
    repository: str = ""


def write_new_site(folder: Path, site: NewSite, year: int) -> list[str]:
    """Write the files of a new site into a folder that has none yet, and give their paths."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(
            f"{folder} đã có tệp bên trong; chọn một thư mục mới hoặc thư mục trống."
        )
    files = dict(_list_files(check_new_site(site), year))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return sorted(files)


def check_new_site(site: NewSite) -> NewSite:
    """Refuse what no site can be made of; what only lacks a slash is mended."""
    body, parent = (normalise(text) for text in (site.body, site.parent))
    for text, flag in ((body, "--body"), (parent, "--parent")):
        if not text or re.search(r'["\\$]', text) or not text.isprintable():
            raise RefusedError(
                f'{flag} “{text}” chưa phải tên cơ quan; viết ví dụ {flag} "Sở Y tế tỉnh Bình An".'
            )
    url = site.url.strip().rstrip("/") + "/"
    repository = site.repository.strip().rstrip("/")
    for text, flag in ((url, "--url"), (repository, "--repository")):
        if text and not re.fullmatch(LINK_PATTERN, text):
            raise RefusedError(f"{flag} “{text}” không phải địa chỉ https; viết đầy đủ https://…")
    if urlsplit(url).query or urlsplit(url).fragment:
        raise RefusedError(
            f"--url “{url}” có phần sau dấu ? hoặc #; chỉ viết đến thư mục của trang."
        )
    return NewSite(body, parent, url, repository)


def _list_files(site: NewSite, year: int) -> Iterator[tuple[str, str]]:
    """Give the text of each file of a new site, by its path."""
    known: Mapping[str, str] = {
        "body": site.body,
        "parent": site.parent,
        "url": site.url,
        "repository": site.repository,
        "id": suggest_id(site.body),
        "word": next((each for each in _WORDS if site.body.startswith(f"{each} ")), "cơ quan"),
        "year": str(year),
        "version": __version__,
        "software": find_source(),
    }
    for name in ("", "content", "data", "data/sources"):
        for place in sorted((SKELETON / name).iterdir()):
            if place.is_file() and (name != "content" or place.name == "about.md"):
                path = Path(name, _NAMES.get(place.name, place.name)).as_posix()
                yield path, Template(place.read_text(encoding="utf-8")).substitute(known)
    github = find_file("github") if find_file("github").is_dir() else find_file(".github")
    for place in sorted(github.rglob("*")):
        if place.is_file() and place.name not in _OF_THE_SOFTWARE:
            yield f".github/{place.relative_to(github).as_posix()}", place.read_text("utf-8")
    if (PACKAGE.parent / "pyproject.toml").is_file():
        # Made from a checkout: on this machine that very software is used, released or not.
        yield "local.mk", f"PACKAGE := {PACKAGE.parent}\n"

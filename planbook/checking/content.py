"""Rules about content/: what stands there, and what its pages hold."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath
from unicodedata import is_normalized
from urllib.parse import unquote

import yaml

from planbook.checking.extensions import judge_extensions, judge_named
from planbook.checking.files import judge_file
from planbook.checking.form import DECOMPOSED
from planbook.checking.markup import Judge
from planbook.checking.rules import Finding, Scope, rule
from planbook.checking.slips import find_slips
from planbook.checking.texts import find_old_code, find_personal
from planbook.checking.theme import Office
from planbook.model import Person, RefusedError, Task, Unit, quote
from planbook.reading.content import Page, read_markdown_extensions, walk_content
from planbook.reading.load import PLANS
from planbook.reading.settings import SETTINGS, name_custom_dir, read_settings
from planbook.reading.yaml_records import UNMERGED, Loader

# Beside pages: the picture of a shared link, tables, papers. What a site holds, tests/site asks.
_PAPER = "phu-luc"
_MADE_FILES = re.compile(
    r"(?:.*/)?(?:og\.png|(?:tasks|status)\.xlsx|brief\.(?:pdf|docx))|statistics/[^/]+\.png"
)
_MADE_PAGES = re.compile(
    r"months/\d{4}-\d\d/|units/[^/]+/report/|(?:years|tasks|standing|changes)/\d{4}.*/"
    r"|(?:references|statistics)/(?!frame/).+/"
)
_TITLE = re.compile(r"^title: *(\S.*)$", re.M)
_CLASS = re.compile(r"\.(-?[^\W\d][\w-]*)")  # in CSS
_GIT_MARK = re.compile(r"(<{7}|>{7})( .*)?")  # ======= between them underlines a heading as well
_LINK_ALLOWED = re.compile(r"https?://|mailto:|[^:]*$|[^:]*[/?#]", re.I)


@rule
def content_is_text_and_pictures(scope: Scope) -> Iterator[Finding]:
    """In content/ stand Markdown, pictures, PDF, Word and Excel files, and what a browser runs only where mkdocs.yml names it."""
    for place, reason in walk_content(scope.root):
        path = place.relative_to(scope.root).as_posix()
        if reason:
            yield Finding(path, 1, place.stem, "", reason)
        elif place.suffix.lower() != ".md":
            for message in judge_file(place.suffix.lower(), place.read_bytes()):
                yield Finding(path, 1, place.stem, "", message)


@rule
def markdown_is_plain(scope: Scope) -> Iterator[Finding]:
    """Markdown holds no raw HTML but slots, no mark of a merge, and links only to http(s), mailto or this site."""
    extensions = read_markdown_extensions(scope.root)
    own = _list_own_classes(scope.root)
    judge = Judge(extensions, own)
    files = set(scope.files) | {page.path.removeprefix("content/") for page in scope.default_pages}
    for page in scope.pages:
        folder = Path(page.path).relative_to("content").parent.as_posix()
        name = page.place.stem
        for at, line in enumerate(page.text.split("\n"), page.line):
            for message in (*find_personal(line), *filter(None, [find_old_code(line)])):
                yield Finding(page.path, at, name, "", message)
            if _GIT_MARK.fullmatch(line):
                yield Finding(page.path, at, name, "", f"{quote(line)}: {UNMERGED}")
            if not is_normalized("NFC", line):
                message = f"{quote(line)}: {DECOMPOSED}"
                yield Finding(page.path, at, name, "", message, "warning")
        for at, message in judge.judge(page.text, partial(_refuse_link, files, folder)):
            yield Finding(page.path, page.line + at, name, "", message)
        for at, message in find_slips(page.text, extensions, own):
            yield Finding(page.path, page.line + at, name, "", message, "warning")


def _list_own_classes(root: Path) -> frozenset[str]:
    """List the classes that the office's own style sheets name, for its pages may use them."""
    try:
        settings = read_settings(root / SETTINGS)
    except (OSError, RefusedError):  # said where the settings are judged
        return frozenset()
    css = settings.get("extra_css")
    names = tuple(map(str, css)) if isinstance(css, list) else ()
    return frozenset(_CLASS.findall(Office(root, name_custom_dir(settings), names).css))


@rule
def markdown_is_extended_by_what_is_known(scope: Scope) -> Iterator[Finding]:
    """mkdocs.yml names only extensions that turn text into HTML, and nothing else that MkDocs would load."""
    place = scope.root / SETTINGS
    text = place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
    found = (
        *judge_extensions(text, read_markdown_extensions(scope.root)),
        *judge_named(text),
    )
    for line, message, severity in found:
        yield Finding(SETTINGS, line, "", "markdown_extensions", message, severity)


def _refuse_link(files: set[str], folder: str, target: str, image: bool) -> str | None:
    """Say why a link of a Markdown file in a folder of content/ may not stand, if it may not."""
    if not _LINK_ALLOWED.match(target):
        return "địa chỉ không được phép; chỉ dùng https, mailto hoặc trang trong website"
    if target.startswith("/") or "\\" in target:
        return "đường dẫn tuyệt đối; viết đường dẫn tương đối tới tệp .md, ví dụ ../units/index.md"
    if re.match(r"[a-z]+:", target, re.I):
        return "hình của trang khác; chép hình vào content/ rồi dẫn tới tệp ấy" if image else None
    file = unquote(target.partition("#")[0].partition("?")[0])
    if file and normpath(f"{folder}/{file}") not in files:
        return "không có tệp này trong content/; sửa đường dẫn"
    return None


@rule
def content_leaves_room_for_what_is_made(scope: Scope) -> Iterator[Finding]:
    """No file of content/ has an address at which the build puts one of its own."""
    book = scope.book
    records: tuple[Task | Unit | Person, ...] = (*book.tasks, *book.units, *book.people)
    taken = {each.url for each in records}
    papers = {_PAPER, *(f"{_PAPER}-{each.id}" for each in book.bodies)}
    for page in map(PurePosixPath, scope.files):
        place = page.parent if page.stem == "index" else page.with_suffix("")
        address = f"{place.as_posix()}/"
        if page.suffix == ".md" and (address in taken or _MADE_PAGES.fullmatch(address)):
            message = "trang này trùng địa chỉ với trang được dựng từ dữ liệu; đặt tên tệp khác"
            yield Finding(f"content/{page}", 1, page.stem, "", message)
        elif page.suffix != ".md" and (
            page.stem in papers or _MADE_FILES.fullmatch(page.as_posix())
        ):
            message = f"tên {quote(page.name)} dành cho tệp do máy làm ra; đặt tên khác"
            yield Finding(f"content/{page}", 1, page.stem, "", message)


@rule
def front_matter_is_read_by_the_press(scope: Scope) -> Iterator[Finding]:
    """What the press cannot read as front matter it would print on the page, unjudged."""
    for page in scope.pages:
        if page.front is None or page.path in scope.unreadable:
            continue
        try:
            read = yaml.load(page.front, Loader)
        except (yaml.YAMLError, ValueError, RecursionError):
            read = None
        if not isinstance(read, dict) or not all(isinstance(key, str) for key in read):
            message = (
                'phần đầu tệp không đọc được; viết mỗi dòng `tên: "giá trị"`, '
                "giá trị trong ngoặc kép"
            )
            yield Finding(page.path, 1, page.place.stem, "", message)
        elif "template" in read:
            message = "không chọn khung trang ở đây; bỏ dòng `template`"
            yield Finding(page.path, 1, page.place.stem, "", message)


@rule
def pages_have_names_of_their_own(scope: Scope) -> Iterator[Finding]:
    """A written page has a title that no other has, and a description where it has no slot."""
    seen: dict[str, str] = {}
    for page in scope.default_pages:
        if page.place.name != "frame.md" and (title := _TITLE.search(page.front or "")):
            seen[title[1]] = "trang có sẵn của phần mềm"
    for page in scope.pages:
        if _is_plan(page) or page.place.name == "frame.md":
            continue
        front = page.front or ""
        title = _TITLE.search(front)
        name = page.place.stem
        if not title:
            message = 'trang chưa có tên; thêm đầu tệp ba dòng: ---, title: "Tên trang", ---'
            yield Finding(page.path, 1, name, "", message)
            continue
        other = seen.setdefault(title[1], page.path)
        if other != page.path:
            message = f"tên {quote(title[1])} đã là của {other}; đặt tên khác"
            yield Finding(page.path, 1, name, "title", message)
        if "<!-- slot: main -->" not in page.text and not re.search(
            r"^description: *\S", front, re.M
        ):
            message = (
                'trang chưa có lời giới thiệu; thêm `description: "Một câu nói trang này có gì."`'
            )
            yield Finding(page.path, 1, name, "", message)


def _is_plan(page: Page) -> bool:
    return page.path == f"{PLANS}/{page.place.name}" and page.place.name != "index.md"

"""Judge what the settings of a theme say: colours, icons, files, fonts, links; none needs a build."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from planbook.checking.known_settings import (
    ACCENT,
    MEDIA,
    OWN_COLOUR,
    PRIMARY,
    SCHEMES,
    STRICTNESS,
    UNUSED_FEATURES,
    USED_FEATURES,
)
from planbook.model import LINK_PATTERN, nearest, quote
from planbook.reading.logos import find_drawing_faults
from planbook.software import MATERIAL, THEME

ERROR, WARNING = "error", "warning"
Verdict = tuple[str, str]  # what is wrong with a value, and how much
_OTHER_ORIGIN = re.compile(r"(?:[a-z][\w+.-]*:|//)", re.I)
_FETCHED = re.compile(r"""@import[^;]*|url\(\s*["']?\s*(?:(?!data:)[a-z][\w+.-]*:|//)[^)]*""", re.I)
_LINK = re.compile(r"https?://\S+|mailto:\S+@\S+|tel:[+\d.() -]+|/\S*", re.I)


@dataclass(frozen=True)
class Office:
    """Where an office keeps what its settings name."""

    root: Path
    custom_dir: str  # as its settings say
    extra_css: tuple[str, ...]  # likewise

    @property
    def folders(self) -> tuple[Path, ...]:
        """List where MkDocs finds what pages load, in its order."""
        own = (self.root / name for name in ("content", self.custom_dir) if self.owns(name))
        return (*own, THEME)

    def owns(self, name: str) -> bool:
        """Tell whether a folder is within the office's own."""
        place, root = (self.root / name).resolve(), self.root.resolve()
        return place != root and place.is_relative_to(root)

    @cached_property
    def css(self) -> str:
        """Give all that the office's own style sheets say."""
        places = [self.find(name) for name in self.extra_css]
        return "\n".join(each.read_text("utf-8", "replace") for each in places if each)

    def find(self, name: str) -> Path | None:
        """Find a file that pages load."""
        name = name.partition("?")[0]
        return next((each / name for each in self.folders if (each / name).is_file()), None)

    def reads(self, name: str) -> bool:
        """Tell whether a template of the office's own reads a setting that is its own."""
        folders = (*self.folders[1:-1], self.root / "templates")
        places = (place for folder in folders for place in folder.rglob("*.html"))
        return any(f".{name}" in each.read_text("utf-8", "replace") for each in places)


def judge_theme_name(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the name of the theme: the site's shell stands on one."""
    if value != "material":
        yield f"{quote(value)}: trang dùng khung của Material; viết name: material", ERROR


def judge_folder(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the name of a folder of overrides."""
    if not office.owns(value):
        message = "không phải thư mục bên trong thư mục của website; viết custom_dir: theme"
        yield f"{quote(value)}: {message}", ERROR
    elif not (office.root / value).is_dir():
        yield f"{quote(value)}: không có thư mục này; tạo thư mục, hoặc xóa dòng này", ERROR


def judge_language(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the language of the shell, of which a translation has to be there."""
    own = office.root / office.custom_dir / "partials/languages" / f"{value}.html"
    known = {each.stem for each in (MATERIAL / "partials/languages").glob("*.html")}
    if value not in known and not own.is_file():
        yield f"{quote(value)}: không có bản dịch của tiếng này; viết language: vi", ERROR
    elif value != "vi":
        message = "chỉ đổi vài chữ của khung, nội dung vẫn là tiếng Việt; viết language: vi"
        yield f"{quote(value)}: {message}", WARNING


def judge_file(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the address of a file that every page loads."""
    if _OTHER_ORIGIN.match(value):
        message = f"không tải gì từ nơi khác; chép tệp vào {office.custom_dir}/assets/ và viết tên"
        yield f"{quote(value)}: {message} như assets/{PurePosixPath(value).name}", ERROR
    elif value.startswith("/") or ".." in PurePosixPath(value).parts:
        yield f"{quote(value)}: viết đường dẫn tính từ thư mục {office.custom_dir}/", ERROR
    elif (place := office.find(value)) is None:
        message = f"không có tệp {office.custom_dir}/{value}; chép tệp vào đó, hoặc sửa tên"
        yield f"{quote(value)}: {message}", ERROR
    elif place.suffix == ".css":
        yield from _judge_css(value, place.read_text("utf-8", "replace"))
    elif place.suffix == ".svg":
        for message in find_drawing_faults(value, place.read_bytes()):
            yield message, ERROR


def _judge_css(name: str, css: str) -> Iterator[Verdict]:
    """Find what a style sheet would load from elsewhere, or from another style sheet."""
    for found in _FETCHED.finditer(css):
        line = css.count("\n", 0, found.start()) + 1
        message = "không tải gì từ nơi khác; chép tệp vào cạnh tệp CSS và dẫn tới tên nó"
        yield f"{name}, dòng {line}: {quote(found[0])}: {message}", ERROR


def judge_icon(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the name of an icon, a file of Material's set or of the office's own."""
    folders = (office.root / office.custom_dir / ".icons", MATERIAL / ".icons")
    plain = ".." not in PurePosixPath(value).parts
    if plain and any((each / f"{value}.svg").is_file() for each in folders):
        return
    guess = nearest(_guess_icon(value), _list_icons(value))
    hint = f"có phải “{guess}”?" if guess else "chọn ở bảng hình của Material, ví dụ material/bank"
    yield f"{quote(value)}: không có hình tên này; {hint}", ERROR


def _guess_icon(value: str) -> str:
    """Write the name of an icon as a path: in texts it is `:material-bank:`."""
    return re.sub(
        r"^:?(material|fontawesome-\w+|octicons|simple)-", _as_folder, value.strip().rstrip(":")
    )


def _as_folder(found: re.Match[str]) -> str:
    return found[1].replace("-", "/") + "/"


def _list_icons(value: str) -> list[str]:
    """List the icons of the set that a name begins with, else all."""
    icons = MATERIAL / ".icons"
    folder = icons / _guess_icon(value).partition("/")[0]
    places = (folder if folder.is_dir() and folder != icons else icons).rglob("*.svg")
    return sorted(each.relative_to(icons).with_suffix("").as_posix() for each in places)


def judge_feature(office: Office, value: str) -> Iterator[Verdict]:
    """Judge one of the theme's features."""
    if value in UNUSED_FEATURES:
        yield f"{quote(value)} không dùng ở đây: {UNUSED_FEATURES[value]}", WARNING
    elif value not in USED_FEATURES:
        yield f"không có {quote(value)}; {_hint(value, USED_FEATURES)}", WARNING


def judge_scheme(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the name of a colour scheme; one of the office's own is said in its CSS."""
    if value not in SCHEMES and f'data-md-color-scheme="{value}"' not in office.css:
        hint = _hint(value, SCHEMES)
        yield f"{quote(value)}: không có bảng màu này; {hint}", ERROR


def _judge_colour(known: tuple[str, ...], office: Office, value: str) -> Iterator[Verdict]:
    """Judge the name of a colour, which Material takes with spaces or dashes."""
    name = value.lower().replace("-", " ")
    if name == OWN_COLOUR and not office.extra_css:
        message = "màu riêng ghi trong một tệp CSS; thêm extra_css: [assets/rieng.css] với --md-primary-fg-color"
        yield f"{quote(value)}: {message}", ERROR
    elif name not in (*known, OWN_COLOUR):
        yield f"{quote(value)}: không có màu này; {_hint(name, known)}", ERROR


def judge_primary(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the main colour."""
    return _judge_colour(PRIMARY, office, value)


def judge_accent(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the colour of what is pointed at."""
    return _judge_colour(ACCENT, office, value)


def judge_media(office: Office, value: str) -> Iterator[Verdict]:
    """Judge for which system a palette is."""
    if value not in MEDIA:
        yield f"{quote(value)}: trình duyệt không hiểu; {_hint(value, MEDIA)}", ERROR


def judge_no_font(office: Office, value: str) -> Iterator[Verdict]:
    """Judge a word in place of fonts: it can only say that there are none of the theme's."""
    if value != "false":
        yield f"{quote(value)}: viết font: false, trang dùng phông của máy người đọc", ERROR


def judge_font(office: Office, value: str) -> Iterator[Verdict]:
    """Judge a font, which only the office's own CSS can bring."""
    faces = re.findall(r"@font-face\s*\{[^}]*?font-family:\s*[\"']?([^;\"'}]+)", office.css)
    if value not in map(str.strip, faces):
        message = "không tải phông từ Google; viết font: false, hoặc thêm @font-face của phông vào extra_css"
        yield f"{quote(value)}: {message}", WARNING


def judge_link(office: Office, value: str) -> Iterator[Verdict]:
    """Judge an address that people are led to."""
    if not _LINK.fullmatch(value):
        yield f"{quote(value)}: không phải địa chỉ; viết đầy đủ https://…", ERROR


def judge_https(office: Office, value: str) -> Iterator[Verdict]:
    """Judge an address that has to be safe."""
    if not re.fullmatch(LINK_PATTERN, value):
        yield f"{quote(value)} không phải địa chỉ https; viết đầy đủ https://…", ERROR


def judge_site_url(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the address at which the site is published."""
    if not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", value):
        message = (
            "không phải địa chỉ của một thư mục; viết ví dụ https://coquan.example.vn/ke-hoach/"
        )
        yield f"{quote(value)}: {message}", ERROR


def judge_day(office: Office, value: str) -> Iterator[Verdict]:
    """Judge a day, which YAML takes for one by its look alone."""
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        yield f"{quote(value)} không phải ngày; viết năm-tháng-ngày, ví dụ 2026-03-10", ERROR


def judge_year(office: Office, value: str) -> Iterator[Verdict]:
    """Judge the year from which the site has its address."""
    if not re.fullmatch(r"[12]\d{3}", value):
        yield f'{quote(value)}: không phải năm; viết ví dụ since: "2025"', ERROR


def judge_strictness(office: Office, value: str) -> Iterator[Verdict]:
    """Judge how much MkDocs says of a kind of mistake."""
    if value not in STRICTNESS:
        yield f"{quote(value)}: không có mức này; {_hint(value, STRICTNESS)}", ERROR


def judge_hook(office: Office, value: str) -> Iterator[Verdict]:
    """Judge a program that MkDocs runs beside."""
    if not (office.root / value).is_file():
        message = (
            "không có tệp này; lệnh mkdocs sẽ dừng, make site thì không; xóa dòng, hoặc sửa tên"
        )
        yield f"{quote(value)}: {message}", WARNING
    elif value != "mkdocs_hook.py":
        message = "chỉ lệnh mkdocs chạy tệp này, make site thì không; viết nó thành plugin"
        yield f"{quote(value)}: {message}", WARNING


def judge_site_dir(office: Office, value: str) -> Iterator[Verdict]:
    """Judge where MkDocs would write the site; our own commands are told by an option."""
    if not office.owns(value) or value.split("/")[0] == "content":
        yield f"{quote(value)}: phải là thư mục riêng trong website; viết site_dir: site", ERROR
    elif value.rstrip("/") != "site":
        message = "chỉ lệnh mkdocs ghi vào đây, make site ghi vào site/; viết site_dir: site"
        yield f"{quote(value)}: {message}", WARNING


def judge_watched(office: Office, value: str) -> Iterator[Verdict]:
    """Judge a file or folder that `mkdocs serve` watches."""
    if "\0" in value or not (office.root / value).exists():
        yield f"{quote(value)}: không có tệp hay thư mục này; xóa dòng, hoặc sửa tên", ERROR


def _must_match(pattern: str, example: str) -> "Judge":
    """Make the judge of a setting that is written in one way."""

    def judge(office: Office, value: str) -> Iterator[Verdict]:
        if not re.fullmatch(pattern, value):
            yield f"{quote(value)}: viết chưa đúng; viết ví dụ {example}", ERROR

    return judge


def _must_be(right: str, why: str) -> "Judge":
    """Make the judge of a setting that can only have one value here."""

    def judge(office: Office, value: str) -> Iterator[Verdict]:
        if value.rstrip("/") != right:
            yield f"{quote(value)}: {why}; viết {right}, hoặc xóa dòng này", ERROR

    return judge


def _hint(value: str, known: "frozenset[str] | tuple[str, ...]") -> str:
    guess = nearest(value, sorted(known))
    return f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(sorted(known))}"


Judge = Callable[[Office, str], Iterator[Verdict]]
JUDGES: Mapping[str, Judge] = {  # by the name of the setting; `*` is any name
    "site_url": judge_site_url,
    "docs_dir": _must_be("content", "trang viết tay luôn nằm trong content/"),
    "site_dir": judge_site_dir,
    "use_directory_urls": _must_be("true", "địa chỉ các trang không đổi"),
    "repo_url": _must_match(r"https?://[^\s/?#]+\S*", "https://github.com/co-quan/ke-hoach"),
    "edit_uri_template": _must_match(
        r"(?:[^\s{}]|\{path(?:_noext)?\})+", '"edit/main/content/{path}"'
    ),
    "dev_addr": _must_match(r"[^\s:]+:\d{1,5}", "127.0.0.1:8000"),
    "watch": judge_watched,
    "extra_css": judge_file,
    "extra_javascript": judge_file,
    "extra_javascript.path": judge_file,
    "hooks": judge_hook,
    "validation.*": judge_strictness,
    "validation.nav.*": judge_strictness,
    "validation.links.*": judge_strictness,
    "theme": judge_theme_name,
    "theme.name": judge_theme_name,
    "theme.custom_dir": judge_folder,
    "theme.language": judge_language,
    "theme.logo": judge_file,
    "theme.favicon": judge_file,
    "theme.font": judge_no_font,
    "theme.font.*": judge_font,
    "theme.features": judge_feature,
    "theme.palette.scheme": judge_scheme,
    "theme.palette.primary": judge_primary,
    "theme.palette.accent": judge_accent,
    "theme.palette.media": judge_media,
    "theme.palette.toggle.icon": judge_icon,
    "theme.icon.*": judge_icon,
    "theme.icon.admonition.*": judge_icon,
    "extra.social.icon": judge_icon,
    "extra.social.link": judge_link,
    "extra.repository": judge_https,
    "extra.rating": judge_https,
    "extra.licence": judge_https,
    "extra.since": judge_year,
    "extra.outage.from": judge_day,
    "extra.outage.until": judge_day,
}

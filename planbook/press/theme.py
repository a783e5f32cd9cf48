"""Read the look that an office chose: `theme` and the files of its mkdocs.yml, in Material's words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageColor

from planbook.model import Palette, Theme
from planbook.reading.content import list_named_files
from planbook.reading.settings import name_custom_dir, read_settings, read_theme_settings
from planbook.software import MATERIAL, THEME

_RULE = re.compile(r"((?:\[data-md-color-(?:primary|accent)=[\w-]+\],?)+)\{([^}]*)\}")
_NAME = re.compile(r"data-md-color-(primary|accent)=([\w-]+)")
_VARIABLE = r"--md-{kind}-{what}-color:\s*([^;}}]+)"
_WHITE = "#ffffff"
_HUE = "225"  # of black and of grey, where nobody chose another


def read_theme(settings: Path) -> Theme:
    """Read what mkdocs.yml says of the look, with every colour written out."""
    read = read_settings(settings)
    theme = read_theme_settings(read)
    custom_dir = settings.parent / name_custom_dir(read)
    named = list_named_files(read)
    folders = (settings.parent / "content", custom_dir, THEME)
    places = [_find(name, folders) for name in named if name.endswith(".css")]
    css = "\n".join(place.read_text("utf-8", "replace") for place in places if place)
    font = theme.get("font")
    font = font if isinstance(font, dict) else {}
    return Theme(
        palettes=tuple(_read_palette(each, css) for each in _list_palettes(theme.get("palette"))),
        text_font=str(font["text"]) if font.get("text") else None,
        code_font=str(font["code"]) if font.get("code") else None,
        box_icons=tuple(_list_box_icons(theme.get("icon"), (custom_dir, MATERIAL))),
        files=tuple(_list_files(custom_dir, named)),
    )


def _find(name: str, folders: Iterable[Path]) -> Path | None:
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _list_box_icons(icons: object, folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """List the icons of boxes that an office chose."""
    said = icons.get("admonition") if isinstance(icons, dict) else None
    for kind, name in said.items() if isinstance(said, dict) else ():
        place = _find(f".icons/{name}.svg", folders)
        if place and re.fullmatch(r"[\w-]+", str(kind)):
            yield str(kind), place.read_text("utf-8").strip()


def _list_files(custom_dir: Path, named: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """List what lies beside an office's templates, and what it names of ours; content/ is published anyway."""
    if custom_dir.is_dir() and not custom_dir.samefile(THEME):
        for place in sorted(custom_dir.rglob("*")):
            path = place.relative_to(custom_dir)
            hidden = any(each.startswith(".") for each in path.parts)
            if place.is_file() and not hidden and place.suffix != ".html":
                yield path.as_posix(), place
    else:
        yield from ((name, THEME / name) for name in named if (THEME / name).is_file())


def _list_palettes(said: object) -> list[dict[str, Any]]:
    """List the palettes; one alone may stand without a list."""
    return [each for each in (said if isinstance(said, list) else [said]) if isinstance(each, dict)]


def _read_palette(said: Mapping[str, Any], css: str) -> Palette:
    """Read a palette; a colour or a scheme of the office's own is looked for in its CSS."""
    scheme = str(said["scheme"]) if said.get("scheme") else None
    media = str(said["media"]) if said.get("media") else None
    if scheme in (None, "default", "slate"):
        dark = scheme == "slate" if scheme else None
        own = css
    else:
        block = re.search(
            rf"data-md-color-scheme=[\"']?{re.escape(scheme)}\b[^{{]*\{{([^}}]*)", css
        )
        own = block[1] if block else ""
        dark = "color-scheme: dark" in own
    primary, ink = _read_colour("primary", said.get("primary"), own)
    accent, _ = _read_colour("accent", said.get("accent"), own)
    return Palette(media, dark, primary, ink, accent)


def _read_colour(kind: str, said: object, css: str) -> tuple[str | None, str]:
    """Give a colour and that of the words on it; none where neither a name nor the CSS says one."""
    name = str(said or "custom").lower().replace(" ", "-")
    if name in list_colours(kind):
        return list_colours(kind)[name]
    return _find_variable(kind, "fg", css), _find_variable(kind, "bg", css) or _WHITE


def _find_variable(kind: str, what: str, css: str) -> str | None:
    found = re.search(_VARIABLE.format(kind=kind, what=what), css)
    return _write_hex(found[1]) if found else None


def _write_hex(colour: str) -> str | None:
    """Write a colour of CSS as #4051b5; none where it is no plain colour."""
    colour = re.sub(r"var\(--md-hue\)", _HUE, colour.strip())
    colour = re.sub(r"^hsla\((.*),[^,]*\)$", r"hsl(\1)", colour).replace(" ", "")
    try:
        red, green, blue = ImageColor.getrgb(colour)[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def list_colours(kind: str) -> dict[str, tuple[str | None, str]]:
    """Read Material's own colours by name, each with black or white for the words on it."""
    sheet = next((MATERIAL / "assets/stylesheets").glob("palette.*.css"))
    colours: dict[str, str | None] = {}
    inks: dict[str, str] = {}
    for selectors, rules in _RULE.findall(sheet.read_text("utf-8")):
        names = [name for each, name in _NAME.findall(selectors) if each == kind]
        for what, known in (("fg", colours), ("bg", inks)):
            if value := _find_variable(kind, what, rules):
                known.update(dict.fromkeys(names, value))
    return {name: (colour, inks.get(name, _WHITE)) for name, colour in colours.items()}

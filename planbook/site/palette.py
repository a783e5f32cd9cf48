"""Write the colours that an office chose as CSS, every text as easy to read as with our own.

How well two colours part depends on their luminance alone (WCAG 2.2, 1.4.3). So each of our shades
takes the hue of the chosen colour and keeps its luminance, and parts from the others as it did.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import quote

from planbook.model import Palette, Theme
from planbook.software import THEME

_SHADES = ("accent", "accent-soft", "lv1", "lv2", "lv3", "lv4", "lv5", "lv5-ink")  # of the primary
_TEXT, _SHAPE = 4.5, 3.0  # contrast of words, and of lines and marks
_SHADE = {"#ffffff": "#0003", "#000000": "#fff3"}  # over the band, away from the ink
_RENAMED = {"accent": "md-typeset-a-color", "band": "md-primary-fg-color"}
_RENAMED |= {"band-ink": "md-primary-bg-color"}
_AUTOMATIC = "(prefers-color-scheme)"  # of which no side is said
Colours = dict[str, str]
Palettes = tuple[Palette, ...]


def write_theme(theme: Theme) -> str:
    """Write the rules that follow our own style sheet; none without a choice."""
    rules = [f"{selector} {{{body}}}" for selector, body in _list_rules(theme.palettes)]
    css = "\n".join(["@media screen {", *rules, "}", ""]) if rules else ""
    for kind, drawing in theme.box_icons:
        name = f"--md-admonition-icon--{kind}"
        css += f':root {{{name}: url("data:image/svg+xml,{quote(drawing)}")}}\n'
        css += f":is(.admonition, details).{kind} {{--icon: var({name})}}\n"
    if theme.text_font:
        css += f':root {{--md-text-font: "{theme.text_font}"}}\n'
    if theme.code_font:
        css += f':root {{--md-code-font: "{theme.code_font}"}}\n'
        css += "code, pre, kbd {font-family: var(--md-code-font), monospace}\n"
    return css


def find_band(theme: Theme) -> str | None:
    """Give the colour of the band over each page by day, where the office chose one."""
    return (
        derive(_by_day(theme.palettes[0], theme.palettes), False).get("band")
        if theme.palettes
        else None
    )


def _list_rules(palettes: Palettes) -> Iterator[tuple[str, str]]:
    """List the rules of all palettes: by the reader's choice, remembered or made just now, else by the system."""
    # `:where` counts nothing, so that what an office's own CSS says of :root comes out on top.
    unchosen = ":root:where(:not([data-palette], :has([name=__palette]:checked)))"
    for at, palette in enumerate(palettes):
        label = f".scheme label:nth-of-type({at + 1}) {{display: grid}}"
        body = f"{_write_palette(palette, palettes)} {label}"
        remembered = f"[data-palette='{at}']:not(:has([name=__palette]:checked))"
        selectors = [f":root:where({remembered}, :has(#__palette_{at}:checked))"]
        if at == 0:
            selectors.append(unchosen)
        elif palette.media and palettes[0].media != _AUTOMATIC:
            yield f"@media {palette.media}", f"{unchosen} {{{body}}}"
        yield ", ".join(selectors), body


def _write_palette(palette: Palette, palettes: Palettes) -> str:
    """Write a palette; where the system decides, with the colours of day and of night."""
    if palette.dark is not None:
        scheme, colours = "dark" if palette.dark else "light", derive(palette, palette.dark)
    else:
        night = next((each for each in palettes if each.dark), palette)
        day = _by_day(palette, palettes)
        scheme, colours = "light dark", _join(derive(day, False), derive(night, True))
    told = "".join(f" --{_RENAMED.get(name, name)}: {value};" for name, value in colours.items())
    return f"color-scheme: {scheme};{told}"


def _by_day(palette: Palette, palettes: Palettes) -> Palette:
    """Give the palette of the day, where the system decides."""
    light = (each for each in palettes if each.dark is False)
    return palette if palette.dark is not None else next(light, palette)


def _join(light: Colours, dark: Colours) -> Colours:
    """Join the colours of day and night."""
    return {
        name: light[name]
        if light[name] == dark[name]
        else f"light-dark({light[name]}, {dark[name]})"
        for name in light
        if name in dark
    }


def derive(palette: Palette, dark: bool) -> Colours:
    """Derive all colours of a palette, in one scheme."""
    ours = read_ours()
    colours: Colours = {}
    band = ours["band"][dark]
    if palette.primary:
        ink = palette.ink
        band = part(palette.primary, ink, _TEXT)
        colours |= {name: shade(palette.primary, luminance(ours[name][dark])) for name in _SHADES}
        colours |= {"band": band, "band-ink": ink, "band-soft": ink, "band-shade": _SHADE[ink]}
    if palette.accent:
        colours["focus"] = shade(palette.accent, luminance(ours["focus"][dark]))
        colours["md-accent-fg-color"] = palette.accent
    if palette.primary or palette.accent:
        sun = part(palette.accent or ours["sun"][dark], band, _SHAPE)
        inks = "#000000", "#ffffff"
        colours |= {"sun": sun, "sun-ink": max(inks, key=lambda ink: contrast(ink, sun))}
    return colours


@cache
def read_ours() -> Mapping[str, tuple[str, str]]:
    """Read our own colours from the style sheet: of day and of night."""
    css = (THEME / "assets/site.css").read_text("utf-8")
    said = re.findall(r"--([\w-]+): [^;]*?(?:light-dark\((#\w+), (#\w+)\)|(#\w+))\)?;", css)
    return {name: (light or both, dark or both) for name, light, dark, both in reversed(said)}


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = _read_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shade(colour: str, target: float) -> str:
    """Make a colour darker, or brighter and then paler, until it has a luminance."""
    linear, own = _read_linear(colour), luminance(colour)
    factor = min(target / own, 1 / max(linear)) if own else 1
    linear, own = [each * factor for each in linear], own * factor
    pale = max(target - own, 0) / (1 - own) if own < 1 else 0
    channels = (_write_channel(each + (1 - each) * pale) for each in linear)
    return "#" + "".join(f"{each:02x}" for each in channels)


def part(colour: str, ground: str, least: float) -> str:
    """Keep a colour, or shade it until it parts from another well enough."""
    if contrast(colour, ground) >= least:
        return colour
    other = luminance(ground) + 0.05
    margin = least * 1.01  # for a channel has 256 steps
    lighter, darker = other * margin - 0.05, other / margin - 0.05
    return shade(colour, lighter if lighter <= 1 and (darker < 0 or other < 0.23) else darker)


def _read_linear(colour: str) -> list[float]:
    """Read the channels of a colour, linear in light."""
    digits = colour.removeprefix("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    channels = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]


def _write_channel(linear: float) -> int:
    """Write a channel that is linear in light as screens take it, from 0 to 255."""
    value = linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(min(max(value, 0), 1) * 255)

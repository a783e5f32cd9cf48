"""Whatever colours an office chooses, every text stays as easy to read as with our own."""

import re

import pytest

from planbook.model import Palette, Theme
from planbook.press.theme import list_colours, read_theme
from planbook.site.palette import contrast, derive, find_band, read_ours, write_theme

PRIMARY, ACCENT = list_colours("primary"), list_colours("accent")
TEXTS = [  # words, and what they stand on
    ("band-ink", "band"),
    ("band-soft", "band"),
    ("sun-ink", "sun"),
    ("lv5-ink", "lv5"),
    *(("ink", level) for level in ("lv1", "lv2", "lv3", "lv4")),
    *(("accent", ground) for ground in ("paper", "surface", "accent-soft")),
]
SHAPES = [
    ("sun", "band"),
    ("focus", "paper"),
    ("focus", "surface"),
]  # marks, and what they stand on


def write(tmp_path, palette, **files):
    """Write an mkdocs.yml with a palette, and files beside it."""
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(f"theme:\n  name: material\n  palette: {palette}\n{files.pop('rest', '')}")
    for name, text in files.items():
        place = tmp_path / "content" / f"{name}.css"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    return settings


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("name", PRIMARY)
def test_every_colour_of_materials_keeps_all_contrasts(name, dark):
    """Words part by 4.5 from what they stand on, marks by 3, with every pair of Material's colours."""
    primary, ink = PRIMARY[name]
    ours = {each: values[dark] for each, values in read_ours().items()}
    for accent, _ in ACCENT.values():
        colours = ours | derive(Palette(None, dark, primary, ink, accent), dark)
        for pairs, least in ((TEXTS, 4.5), (SHAPES, 3)):
            for one, other in pairs:
                ratio = contrast(colours[one], colours[other])
                assert ratio >= least, (accent, one, other, ratio)


def test_materials_colours_are_all_known():
    """The colours that Material's documentation names are read from its style sheet."""
    assert {"red", "deep-purple", "light-blue", "blue-grey", "white", "black"} <= PRIMARY.keys()
    assert {"red", "deep-purple", "deep-orange", "yellow"} <= ACCENT.keys()
    assert PRIMARY["indigo"] == ("#4051b5", "#ffffff")
    assert PRIMARY["yellow"][1] == "#000000"


def test_no_palette_writes_nothing(tmp_path):
    """Without a choice the style sheet is our own and nothing else."""
    assert write_theme(Theme()) == ""
    settings = tmp_path / "mkdocs.yml"
    for said in ("site_name: A\n", "theme: material\n", "theme:\n  palette:\n  font: false\n"):
        settings.write_text(said)
        assert write_theme(read_theme(settings)) == ""


@pytest.mark.parametrize("value", ["#EE0F0F", "#e00", "rgb(238, 15, 15)", "hsl(0, 88%, 50%)"])
def test_a_colour_of_ones_own_is_read_from_the_css(tmp_path, value):
    """With `custom` the colour comes from the office's own style sheet, however it is written there."""
    css = f":root > * {{\n  --md-primary-fg-color: {value};\n}}"
    settings = write(tmp_path, "{primary: custom}", extra=css, rest="extra_css: [extra.css]\n")
    (palette,) = read_theme(settings).palettes
    assert re.fullmatch(r"#[ef][e0-9a-f]0[0f]0[0f]", palette.primary)


def test_a_scheme_of_ones_own_is_read_from_the_css(tmp_path):
    """A scheme that Material does not have takes its colours, and day or night, from its rule in the CSS."""
    css = """[data-md-color-scheme="slate"] { --md-primary-fg-color: #123456 }
      [data-md-color-scheme="lua"] { color-scheme: dark; --md-primary-fg-color: #654321 }"""
    settings = write(tmp_path, "{scheme: lua}", extra=css, rest="extra_css: [extra.css]\n")
    (palette,) = read_theme(settings).palettes
    assert (palette.dark, palette.primary) == (True, "#654321")


def test_day_and_night_each_take_their_own_colours():
    """Where the system decides, the colours are those of the palette of the day and of the night."""
    day = Palette("(prefers-color-scheme: light)", False, "#4051b5", "#ffffff", None)
    night = Palette("(prefers-color-scheme: dark)", True, "#795649", "#ffffff", None)
    automatic = Palette("(prefers-color-scheme)", None, None, "#ffffff", None)
    css = write_theme(Theme((automatic, day, night)))
    assert "color-scheme: light dark; --md-typeset-a-color: light-dark(" in css
    assert "--md-primary-fg-color: light-dark(#4051b5, #795649)" in css
    assert find_band(Theme((automatic, day, night))) == "#4051b5"
    assert "@media (prefers-color-scheme: dark)" not in css  # the first one decides


def test_a_box_takes_the_icon_that_an_office_chose(tmp_path):
    """A kind of box, also one of the office's own, is drawn with the icon that mkdocs.yml names."""
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(
        "theme:\n  icon:\n    admonition: {note: octicons/tag-16, moi: rieng/to, khong: co/dau}\n"
    )
    (tmp_path / "theme/.icons/rieng").mkdir(parents=True)
    (tmp_path / "theme/.icons/rieng/to.svg").write_text('<svg fill="#000"/>')
    css = write_theme(read_theme(settings))
    assert '--md-admonition-icon--note: url("data:image/svg+xml,%3Csvg' in css
    assert (
        '--md-admonition-icon--moi: url("data:image/svg+xml,%3Csvg%20fill%3D%22%23000%22/%3E")'
        in css
    )
    assert ":is(.admonition, details).moi {--icon: var(--md-admonition-icon--moi)}" in css
    assert "khong" not in css
